package dev.atoll.candid;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value together with the path to it, so that a failing accessor says where it failed.
///
/// @param path for example `install_code argument.settings`
public record CandidView(String path, CandidValue value) {

  public CandidView field(String name) {
    return new CandidView(path + "." + name, at(() -> value.field(name)));
  }

  /// The content of an `opt` field, or null if the field or its content is absent.
  public @Nullable CandidView optField(String name) {
    RecordValue record = at(value::asRecord);
    CandidValue found = record.find(FieldLabel.hash(name));
    return found == null ? null : new CandidView(path + "." + name, found).asOpt();
  }

  public @Nullable CandidView asOpt() {
    return switch (value) {
      case CandidValue.Opt(@Nullable CandidValue content) ->
          content == null ? null : new CandidView(path, content);
      case CandidValue.Null() -> null;
      default ->
          throw new CandidException(
              path, String.valueOf(ValueKind.mismatch(value, "opt").getMessage()));
    };
  }

  public List<CandidView> asVec() {
    List<CandidView> views = new ArrayList<>();
    for (CandidValue element : at(value::asVec)) {
      views.add(new CandidView("%s[%d]".formatted(path, views.size()), element));
    }
    return List.copyOf(views);
  }

  /// The case of a variant; [#content] is its content.
  public String tag() {
    return at(value::asVariant).tag();
  }

  /// The content of a variant.
  public CandidView content() {
    VariantValue variant = at(value::asVariant);
    return new CandidView(path + "." + variant.tag(), variant.value());
  }

  public boolean asBool() {
    return at(value::asBool);
  }

  public String asText() {
    return at(value::asText);
  }

  public Bytes asBlob() {
    return at(value::asBlob);
  }

  public Principal asPrincipal() {
    return at(value::asPrincipal);
  }

  public BigInteger asNat() {
    return at(value::asNat);
  }

  public BigInteger asInt() {
    return at(value::asInt);
  }

  public long asLong() {
    return at(value::asLong);
  }

  public long asNat64() {
    return at(value::asNat64);
  }

  public double asFloat64() {
    return at(value::asFloat64);
  }

  public CandidValue.FuncValue asFunc() {
    return at(value::asFunc);
  }

  private <T> T at(Supplier<T> read) {
    try {
      return read.get();
    } catch (CandidException e) {
      throw new CandidException(path, String.valueOf(e.getMessage()));
    }
  }
}
