package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.Activation;
import dev.atoll.execution.jvm.runtime.BulkMemory;
import dev.atoll.execution.jvm.runtime.CheckedMemory;
import dev.atoll.execution.jvm.runtime.CodeTrap;
import dev.atoll.execution.jvm.runtime.Context;
import dev.atoll.execution.jvm.runtime.Fuel;
import dev.atoll.execution.jvm.runtime.FunctionReference;
import dev.atoll.execution.jvm.runtime.HostCalls;
import dev.atoll.execution.jvm.runtime.Memory32;
import dev.atoll.execution.jvm.runtime.Memory64;
import dev.atoll.execution.jvm.runtime.Numbers;
import dev.atoll.execution.jvm.runtime.References;
import dev.atoll.execution.jvm.runtime.Table;
import dev.atoll.execution.jvm.runtime.Tables;
import dev.atoll.execution.jvm.runtime.Transfer;
import dev.atoll.execution.jvm.runtime.Traps;
import dev.atoll.execution.jvm.runtime.V128;
import java.lang.constant.ClassDesc;

/// The classes and members that compiled code consists of and refers to.
final class Names {

  /// The package of generated classes; no other class loader has it.
  static final String PACKAGE = "wasm";

  /// The subclass of [Context] with the globals.
  static final String INSTANCE = PACKAGE + ".Instance";

  /// Followed by a number: the functions of one group, as static methods.
  static final String GROUP = PACKAGE + ".G";

  /// Followed by a function index, `_` and a number: some regions of a function that is split.
  static final String REGIONS = PACKAGE + ".R";

  /// Followed by a type index: references to functions of one type.
  static final String TYPE = PACKAGE + ".S";

  /// Followed by a function index: the reference to one function.
  static final String REFERENCE = PACKAGE + ".F";

  /// Followed by a function index: a compiled function.
  static final String FUNCTION_METHOD = "f";

  /// Followed by a function index: the body of a function that leaves tail calls to its caller.
  static final String BODY_METHOD = "t";

  /// Followed by a function index, `_` and a number: a region of a function that is split.
  static final String REGION_METHOD = "r";

  /// Followed by a global index: a field of the instance.
  static final String GLOBAL_FIELD = "g";

  static final ClassDesc INSTANCE_CLASS = ClassDesc.of(INSTANCE);
  static final ClassDesc ACTIVATION = of(Activation.class);
  static final ClassDesc BULK_MEMORY = of(BulkMemory.class);
  static final ClassDesc CHECKED_MEMORY = of(CheckedMemory.class);
  static final ClassDesc CODE_TRAP = of(CodeTrap.class);
  static final ClassDesc CONTEXT = of(Context.class);
  static final ClassDesc FUEL = of(Fuel.class);
  static final ClassDesc FUNCTION_REFERENCE = of(FunctionReference.class);
  static final ClassDesc HOST_CALLS = of(HostCalls.class);
  static final ClassDesc MEMORY32 = of(Memory32.class);
  static final ClassDesc MEMORY64 = of(Memory64.class);
  static final ClassDesc NUMBERS = of(Numbers.class);
  static final ClassDesc REFERENCES = of(References.class);
  static final ClassDesc TABLE = of(Table.class);
  static final ClassDesc TABLES = of(Tables.class);
  static final ClassDesc TRANSFER = of(Transfer.class);
  static final ClassDesc TRAPS = of(Traps.class);
  static final ClassDesc VECTOR = of(V128.class);

  private Names() {}

  private static ClassDesc of(Class<?> type) {
    return ClassDesc.of(type.getName());
  }

  /// The class with some regions of a function.
  static String regions(int function, int number) {
    return REGIONS + function + "_" + number;
  }

  /// The name of the method for a memory instruction: `i64.load32_u` is `i64Load32U`.
  static String methodOf(String instruction) {
    StringBuilder name = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < instruction.length(); i++) {
      char c = instruction.charAt(i);
      if (c == '.' || c == '_') {
        upper = true;
      } else {
        name.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return name.toString();
  }
}
