package dev.atoll.candid;

import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The binary format: argument lists and result lists to bytes and back.
///
/// The same values at the same types give the same bytes everywhere, and a message is rejected or
/// accepted alike everywhere, because the work is counted and not timed.
///
/// Source: Candid.md, "Binary Format".
public final class CandidCodec {

  private static final byte[] MAGIC = {'D', 'I', 'D', 'L'};

  private CandidCodec() {}

  /// The message with `values` of `types`; names in `types` are those of `environment`.
  ///
  /// @throws CandidException if the numbers of types and values differ, or a value does not fit
  public static Bytes encode(
      TypeEnvironment environment, List<CandidType> types, List<CandidValue> values) {
    if (types.size() != values.size()) {
      throw new CandidException(
          "found %d values, expected %d".formatted(values.size(), types.size()));
    }
    ByteWriter out = new ByteWriter();
    out.write(MAGIC);
    new TypeTableWriter(environment).write(types, out);
    CandidPath path = new CandidPath(DecodeLimits.DEPTH_MAX);
    ValueEncoder encoder = new ValueEncoder(environment, out, path);
    for (int i = 0; i < types.size(); i++) {
      path.startArgument(i);
      try {
        encoder.encode(values.get(i), types.get(i));
      } catch (CandidException e) {
        throw withPath(path, e);
      }
    }
    return out.toBytes();
  }

  /// The message with `values` of the types that [TypeInference] finds for them.
  ///
  /// @throws CandidException if the elements of a vector have no common type
  public static Bytes encodeUntyped(List<CandidValue> values) {
    return encode(
        TypeEnvironment.EMPTY, values.stream().map(TypeInference::typeOf).toList(), values);
  }

  /// The values of `message` as values of `types`, which are as many as the answer has.
  ///
  /// Extra arguments are skipped; missing ones are null where the type accepts that.
  ///
  /// @throws CandidException if the message is malformed, does not fit, or exceeds a limit
  public static List<CandidValue> decode(
      TypeEnvironment environment, List<CandidType> types, Bytes message, DecodeLimits limits) {
    DecodeBudget budget = new DecodeBudget(limits);
    ByteReader in = new ByteReader(message);
    MessageHeader header = readHeader(in, limits, budget);
    CandidPath path = new CandidPath(limits.depthMax());
    ValueDecoder decoder = new ValueDecoder(in, header.environment(), environment, budget, path);
    List<CandidType> found = header.argTypes();
    List<CandidValue> values = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      CandidType expected = types.get(i);
      path.startArgument(i);
      CandidType given = i < found.size() ? found.get(i) : null;
      values.add(
          located(
              path,
              () -> given == null ? decoder.missing(expected) : decoder.decode(given, expected)));
    }
    for (int i = types.size(); i < found.size(); i++) {
      CandidType extra = found.get(i);
      path.startArgument(i);
      located(
          path,
          () -> {
            decoder.skip(extra);
            return extra;
          });
    }
    checkEnd(in);
    return List.copyOf(values);
  }

  /// The values of `message` by the types that it declares; values of future types are reserved.
  ///
  /// @throws CandidException if the message is malformed or exceeds [DecodeLimits#DEFAULT]
  public static List<CandidValue> decodeUntyped(Bytes message) {
    return decodeMessage(message, DecodeLimits.DEFAULT).values();
  }

  /// The types and values of `message`, as it declares them.
  ///
  /// @throws CandidException if the message is malformed or exceeds a limit
  public static CandidMessage decodeMessage(Bytes message, DecodeLimits limits) {
    DecodeBudget budget = new DecodeBudget(limits);
    ByteReader in = new ByteReader(message);
    MessageHeader header = readHeader(in, limits, budget);
    TypeEnvironment environment = header.environment();
    CandidPath path = new CandidPath(limits.depthMax());
    ValueDecoder decoder = new ValueDecoder(in, environment, environment, budget, path);
    List<CandidValue> values = new ArrayList<>(header.argTypes().size());
    for (CandidType type : header.argTypes()) {
      path.startArgument(values.size());
      values.add(located(path, () -> decoder.decode(type, type)));
    }
    checkEnd(in);
    return new CandidMessage(environment, header.argTypes(), values);
  }

  private static MessageHeader readHeader(ByteReader in, DecodeLimits limits, DecodeBudget budget) {
    MessageHeader header = new HeaderReader(in, limits).read();
    budget.charge(4L * in.position());
    return header;
  }

  private static void checkEnd(ByteReader in) {
    if (in.remaining() > 0) {
      throw new CandidException("message goes on for %d bytes".formatted(in.remaining()));
    }
  }

  private static <T> T located(CandidPath path, Supplier<T> work) {
    try {
      return work.get();
    } catch (Mismatch e) {
      throw new CandidException(path.describe(), e.describe());
    } catch (CandidException e) {
      throw withPath(path, e);
    }
  }

  private static CandidException withPath(CandidPath path, CandidException e) {
    return new CandidException(path.describe(), String.valueOf(e.getMessage()));
  }
}
