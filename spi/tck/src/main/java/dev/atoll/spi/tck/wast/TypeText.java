package dev.atoll.spi.tck.wast;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.WasmWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The types of a module: explicit ones first, then those that uses imply.
///
/// Source: WebAssembly core specification, "Text Format: Types".
final class TypeText {

  private static final int FUNCTION_FORM = 0x60;
  private static final int NULLABLE = 0x63;
  private static final int NOT_NULLABLE = 0x64;

  private static final Map<String, Integer> SIMPLE =
      Map.ofEntries(
          Map.entry("i32", 0x7f),
          Map.entry("i64", 0x7e),
          Map.entry("f32", 0x7d),
          Map.entry("f64", 0x7c),
          Map.entry("v128", 0x7b),
          Map.entry("nullexnref", 0x74),
          Map.entry("nullfuncref", 0x73),
          Map.entry("nullexternref", 0x72),
          Map.entry("nullref", 0x71),
          Map.entry("funcref", 0x70),
          Map.entry("externref", 0x6f),
          Map.entry("anyref", 0x6e),
          Map.entry("eqref", 0x6d),
          Map.entry("i31ref", 0x6c),
          Map.entry("structref", 0x6b),
          Map.entry("arrayref", 0x6a),
          Map.entry("exnref", 0x69));

  private static final Map<String, Integer> HEAP =
      Map.ofEntries(
          Map.entry("noexn", 0x74),
          Map.entry("nofunc", 0x73),
          Map.entry("noextern", 0x72),
          Map.entry("none", 0x71),
          Map.entry("func", 0x70),
          Map.entry("extern", 0x6f),
          Map.entry("any", 0x6e),
          Map.entry("eq", 0x6d),
          Map.entry("i31", 0x6c),
          Map.entry("struct", 0x6b),
          Map.entry("array", 0x6a),
          Map.entry("exn", 0x69));

  private final IndexSpace names = new IndexSpace("type");
  private final List<FunctionSignature> signatures = new ArrayList<>();

  /// A use of a function type, with the names of its parameters.
  ///
  /// @param explicit whether the use names a type
  record Use(
      long index,
      FunctionSignature signature,
      List<@Nullable String> parameterNames,
      boolean explicit) {}

  /// Names all types, so that they may refer to each other.
  void declare(Sexp.Group type) {
    if (!type.is("type")) {
      throw new WastException(type.line(), "garbage collection: recursive types");
    }
    names.add(type.rest().identifier());
  }

  void define(Sexp.Group type) {
    Cursor in = type.rest();
    in.identifier();
    Sexp.Group form = in.group();
    if (!form.is("func")) {
      throw new WastException(type.line(), "garbage collection: type " + form.keyword());
    }
    signatures.add(signature(form.rest(), new ArrayList<>()));
  }

  boolean atValueType(Cursor in) {
    return in.atGroup("ref") || SIMPLE.keySet().stream().anyMatch(in::atAtom);
  }

  Bytes valueType(Cursor in) {
    if (!in.atGroup()) {
      Sexp.Atom atom = in.atom();
      Integer code = SIMPLE.get(atom.text());
      if (code == null) {
        throw in.fault("unknown type " + atom.text());
      }
      return Bytes.wrap(new byte[] {code.byteValue()});
    }
    Cursor reference = in.group().rest();
    boolean nullable = reference.accept("null");
    Integer code = reference.atIndex() ? null : HEAP.get(reference.atom().text());
    if (nullable && code != null) {
      return Bytes.wrap(new byte[] {code.byteValue()});
    }
    WasmWriter out = new WasmWriter().u8(nullable ? NULLABLE : NOT_NULLABLE);
    if (code == null) {
      out.signed(index(reference.atom()));
    } else {
      out.u8(code);
    }
    return out.toBytes();
  }

  /// What follows `ref.null`.
  void heapType(Cursor in, WasmWriter out) {
    Sexp.Atom atom = in.atom();
    Integer code = HEAP.get(atom.text());
    if (code == null) {
      out.signed(index(atom));
    } else {
      out.u8(code);
    }
  }

  long index(Sexp.Atom atom) {
    return names.resolve(atom);
  }

  /// Parameters and results; adds the names of the parameters.
  private FunctionSignature signature(Cursor in, List<@Nullable String> parameterNames) {
    List<Bytes> parameters = new ArrayList<>();
    List<Bytes> results = new ArrayList<>();
    while (in.atGroup("param")) {
      Cursor param = in.group().rest();
      String name = param.identifier();
      while (param.hasNext()) {
        parameters.add(valueType(param));
        parameterNames.add(name);
      }
    }
    while (in.atGroup("result")) {
      Cursor result = in.group().rest();
      while (result.hasNext()) {
        results.add(valueType(result));
      }
    }
    return new FunctionSignature(parameters, results);
  }

  /// `(type x)? (param …)* (result …)*`
  Use use(Cursor in) {
    Sexp.Atom named = in.atGroup("type") ? in.group().rest().atom() : null;
    List<@Nullable String> parameterNames = new ArrayList<>();
    FunctionSignature inline = signature(in, parameterNames);
    if (named == null) {
      return new Use(-1, inline, parameterNames, false);
    }
    long index = index(named);
    boolean known = index >= 0 && index < signatures.size();
    return new Use(index, known ? signatures.get((int) index) : inline, parameterNames, true);
  }

  /// The index of a use; a type that is not there yet is added.
  long indexOf(Use use) {
    return use.explicit() ? use.index() : indexOf(use.signature());
  }

  private int indexOf(FunctionSignature signature) {
    int found = signatures.indexOf(signature);
    if (found < 0) {
      signatures.add(signature);
      return signatures.size() - 1;
    }
    return found;
  }

  void write(WasmWriter module) {
    if (signatures.isEmpty()) {
      return;
    }
    WasmWriter out = new WasmWriter().unsigned(signatures.size());
    for (FunctionSignature signature : signatures) {
      out.u8(FUNCTION_FORM);
      vector(out, signature.parameters());
      vector(out, signature.results());
    }
    module.section(1, out);
  }

  private static void vector(WasmWriter out, List<Bytes> types) {
    out.unsigned(types.size());
    types.forEach(type -> raw(out, type));
  }

  static void raw(WasmWriter out, Bytes bytes) {
    out.raw(bytes.unsafeArray(), 0, bytes.size());
  }
}
