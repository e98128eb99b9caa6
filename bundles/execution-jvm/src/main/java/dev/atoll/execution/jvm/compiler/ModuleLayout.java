package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.ModuleShape;
import dev.atoll.wasm.ConstantExpression;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.WasmModule;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a module is laid out over classes. Immutable; callable from any thread.
final class ModuleLayout {

  /// A class has 65,535 constants. An instruction refers to ten of them at most, an indirect call,
  /// and takes four bytes of Wasm when there are many different ones.
  private static final int GROUP_BYTES_MAX = 16_384;

  /// A number that the JVM does not have in its instructions takes four bytes of Wasm at least.
  private static final int ONE_CLASS_BYTES_MAX = 200_000;

  /// Source: Java Virtual Machine Specification, section 4.11.
  private static final int METHOD_SLOTS_MAX = 65_535;

  /// What the compiler adds to the locals, and twice each operand: at home, and put aside.
  private static final int SLOTS_ADDED = 16;

  private static final int SLOTS_PER_OPERAND = 6;

  private final ValidatedModule validated;
  private final WasmModule module;
  private final CompilerOptions options;
  private final CodeScan scan;
  private final int[] groups;
  private final List<List<FunctionBody>> groupBodies = new ArrayList<>();
  private final int[] canonicalTypes;
  private final Signature[] signatures;
  private final ModuleShape shape;

  ModuleLayout(ValidatedModule validated, CompilerOptions options, CodeScan scan) {
    this.validated = validated;
    this.module = validated.module();
    this.options = options;
    this.scan = scan;
    this.groups = group();
    List<FunctionType> types = module.types();
    this.canonicalTypes = new int[types.size()];
    this.signatures = new Signature[types.size()];
    Map<FunctionType, Integer> seen = new HashMap<>();
    int transfers = 1;
    for (int i = 0; i < canonicalTypes.length; i++) {
      FunctionType type = types.get(i);
      canonicalTypes[i] = seen.computeIfAbsent(type, t -> seen.size());
      signatures[i] = Signature.of(type);
      transfers = Math.max(transfers, Math.max(type.parameters().size(), type.results().size()));
    }
    this.shape = new ModuleShape(module, transfers);
  }

  /// Neighbours form a group, as long as it fits into a class.
  private int[] group() {
    int[] result = new int[module.bodies().size()];
    List<FunctionBody> current = new ArrayList<>();
    int size = 0;
    for (int i = 0; i < result.length; i++) {
      FunctionBody body = module.bodies().get(i);
      int added = body.end() - body.start();
      if (!current.isEmpty()
          && (current.size() == options.functionsPerClass() || size + added > GROUP_BYTES_MAX)) {
        groupBodies.add(List.copyOf(current));
        current.clear();
        size = 0;
      }
      result[i] = groupBodies.size();
      current.add(body);
      size += added;
    }
    groupBodies.add(List.copyOf(current));
    return result;
  }

  ValidatedModule validated() {
    return validated;
  }

  WasmModule module() {
    return module;
  }

  CompilerOptions options() {
    return options;
  }

  ModuleShape shape() {
    return shape;
  }

  Signature signature(int typeIndex) {
    return signatures[typeIndex];
  }

  Signature signatureOf(int function) {
    return signatures[module.functionTypeIndex(function)];
  }

  /// The same number for equal types.
  int canonicalType(int typeIndex) {
    return canonicalTypes[typeIndex];
  }

  /// A type index for what [#canonicalType] gives.
  int typeOf(int canonical) {
    for (int i = 0; i < canonicalTypes.length; i++) {
      if (canonicalTypes[i] == canonical) {
        return i;
      }
    }
    throw new IllegalArgumentException("no type has the number " + canonical);
  }

  /// The most bytes of code that a function of the module becomes as one method.
  long sizeBound(int function) {
    return scan.sizeBound(function - module.importedFunctionCount());
  }

  /// Whether a function is known to be small enough for one method, without writing it.
  boolean fitsOneMethod(FunctionBody body) {
    return !options.spillAll()
        && fitsSlots(body)
        && sizeBound(body.functionIndex()) <= options.methodBytesMax();
  }

  /// Whether the function may refer to more constants than one class has.
  boolean needsManyConstants(FunctionBody body) {
    return body.end() - body.start() > ONE_CLASS_BYTES_MAX;
  }

  /// Whether parameters, locals and operands of a function fit into one method.
  boolean fitsSlots(FunctionBody body) {
    return slots(validated, body) <= METHOD_SLOTS_MAX;
  }

  /// The most slots that a method of a function has.
  static long slots(ValidatedModule validated, FunctionBody body) {
    FunctionType type = validated.module().types().get(body.typeIndex());
    return SLOTS_ADDED
        + Locals.slotsBound(type, body)
        + (long) SLOTS_PER_OPERAND * validated.operandsMax(body);
  }

  boolean hasTailCalls(int function) {
    return scan.hasTailCalls(function);
  }

  boolean isImported(int function) {
    return function < module.importedFunctionCount();
  }

  /// The class of the functions that are compiled together with this one.
  ClassDesc groupOf(int function) {
    return ClassDesc.of(Names.GROUP + groups[function - module.importedFunctionCount()]);
  }

  /// The functions of a group.
  List<FunctionBody> group(int number) {
    return groupBodies.get(number);
  }

  /// The class of references to functions of this type.
  ClassDesc referenceType(int typeIndex) {
    return ClassDesc.of(Names.TYPE + canonicalTypes[typeIndex]);
  }

  /// The value of a global that never changes, null if it may or is no number.
  @Nullable ConstantExpression constantOf(int global) {
    if (module.globalTypes().get(global).mutable()) {
      return null;
    }
    ConstantExpression initial = module.globals().get(global).initial();
    return initial instanceof ConstantExpression.GlobalGet other
        ? constantOf(other.globalIndex())
        : initial;
  }

  /// The name of a function for people: that of the module, or its index.
  String nameOf(int function) {
    String name = module.functionName(function);
    return name.isEmpty() ? "func[%d]".formatted(function) : name;
  }
}
