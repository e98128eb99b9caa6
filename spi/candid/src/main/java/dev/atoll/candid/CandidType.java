package dev.atoll.candid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Candid type. Recursion goes through [Var], a name that a [TypeEnvironment] explains.
///
/// Equality is structural; names of fields do not count, their ids do. `toString` is the syntax of
/// interface files.
///
/// Source: Candid.md, "Type Structure".
public sealed interface CandidType
    permits PrimitiveType,
        CandidType.Var,
        CandidType.Opt,
        CandidType.Vec,
        CandidType.CandidRecord,
        CandidType.Variant,
        CandidType.Func,
        CandidType.Service,
        CandidType.Future {

  /// `vec nat8`.
  CandidType BLOB = new Vec(PrimitiveType.NAT8);

  /// A type by its name in a [TypeEnvironment].
  record Var(String name) implements CandidType {
    @Override
    public String toString() {
      return name;
    }
  }

  record Opt(CandidType of) implements CandidType {
    @Override
    public String toString() {
      return TypePrinter.print(this);
    }
  }

  record Vec(CandidType of) implements CandidType {
    @Override
    public String toString() {
      return TypePrinter.print(this);
    }
  }

  /// A record type; the fields are kept in the order of their ids.
  record CandidRecord(List<FieldType> fields) implements CandidType {
    public CandidRecord {
      fields = Fields.sorted(fields, FieldType::label, "record type");
    }

    /// The type of a field, or null if there is none with this name.
    public @Nullable CandidType fieldType(String name) {
      int index = Fields.indexOf(fields, FieldType::label, FieldLabel.hash(name));
      return index < 0 ? null : fields.get(index).type();
    }

    @Override
    public String toString() {
      return TypePrinter.print(this);
    }
  }

  /// A variant type; the cases are kept in the order of their ids.
  record Variant(List<FieldType> fields) implements CandidType {
    public Variant {
      fields = Fields.sorted(fields, FieldType::label, "variant type");
    }

    /// The type of a case, or null if there is none with this name.
    public @Nullable CandidType caseType(String name) {
      int index = Fields.indexOf(fields, FieldType::label, FieldLabel.hash(name));
      return index < 0 ? null : fields.get(index).type();
    }

    @Override
    public String toString() {
      return TypePrinter.print(this);
    }
  }

  /// A function type; annotations are kept in their own order, each at most once.
  record Func(
      List<CandidType> argTypes, List<CandidType> resultTypes, List<FuncAnnotation> annotations)
      implements CandidType {
    public Func {
      argTypes = List.copyOf(argTypes);
      resultTypes = List.copyOf(resultTypes);
      annotations = annotations.stream().distinct().sorted().toList();
    }

    public boolean isQuery() {
      return annotations.contains(FuncAnnotation.QUERY);
    }

    public boolean isCompositeQuery() {
      return annotations.contains(FuncAnnotation.COMPOSITE_QUERY);
    }

    public boolean isOneway() {
      return annotations.contains(FuncAnnotation.ONEWAY);
    }

    @Override
    public String toString() {
      return TypePrinter.print(this);
    }
  }

  /// A method of a service type; its type is a [Func] or a name of one.
  record Method(String name, CandidType type) {}

  /// A service type; the methods are kept in the order of the bytes of their names.
  record Service(List<Method> methods) implements CandidType {
    public Service {
      List<Method> sorted = new ArrayList<>(methods);
      sorted.sort(Comparator.comparing(Method::name, Utf8::compare));
      for (int i = 1; i < sorted.size(); i++) {
        if (sorted.get(i).name().equals(sorted.get(i - 1).name())) {
          throw new CandidException(
              "service type has method '%s' twice".formatted(sorted.get(i).name()));
        }
      }
      methods = List.copyOf(sorted);
    }

    @Override
    public String toString() {
      return TypePrinter.print(this);
    }
  }

  /// A type that this version of Candid does not know: its values are skipped.
  ///
  /// Only decoded messages have it; it cannot be encoded.
  ///
  /// @param opcode less than -24
  record Future(long opcode) implements CandidType {
    @Override
    public String toString() {
      return TypePrinter.print(this);
    }
  }
}
