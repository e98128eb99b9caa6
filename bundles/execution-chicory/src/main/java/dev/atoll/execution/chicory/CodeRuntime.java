package dev.atoll.execution.chicory;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.OpcodeImpl;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.PassiveElement;
import dev.atoll.spi.execution.TrapCode;

/// What generated code calls in place of Chicory's methods of the same names and types.
///
/// [CodeRewriter] finds these methods by name; the parameters are in Chicory's order.
@SuppressWarnings("unused") // called by generated code
public final class CodeRuntime {

  private CodeRuntime() {}

  /// Whether code goes on is for the count of instructions to say, not for a thread.
  public static void checkInterruption() {}

  public static byte memoryReadByte(int base, int offset, Memory memory) {
    return ((EngineMemory) memory).byteAt(address(base, offset));
  }

  public static short memoryReadShort(int base, int offset, Memory memory) {
    return ((EngineMemory) memory).shortAt(address(base, offset));
  }

  public static int memoryReadInt(int base, int offset, Memory memory) {
    return ((EngineMemory) memory).intAt(address(base, offset));
  }

  public static long memoryReadLong(int base, int offset, Memory memory) {
    return ((EngineMemory) memory).longAt(address(base, offset));
  }

  public static float memoryReadFloat(int base, int offset, Memory memory) {
    return Float.intBitsToFloat(((EngineMemory) memory).intAt(address(base, offset)));
  }

  public static double memoryReadDouble(int base, int offset, Memory memory) {
    return Double.longBitsToDouble(((EngineMemory) memory).longAt(address(base, offset)));
  }

  public static void memoryWriteByte(int base, byte value, int offset, Memory memory) {
    ((EngineMemory) memory).putByte(address(base, offset), value);
  }

  public static void memoryWriteShort(int base, short value, int offset, Memory memory) {
    ((EngineMemory) memory).putShort(address(base, offset), value);
  }

  public static void memoryWriteInt(int base, int value, int offset, Memory memory) {
    ((EngineMemory) memory).putInt(address(base, offset), value);
  }

  public static void memoryWriteLong(int base, long value, int offset, Memory memory) {
    ((EngineMemory) memory).putLong(address(base, offset), value);
  }

  public static void memoryWriteFloat(int base, float value, int offset, Memory memory) {
    ((EngineMemory) memory).putInt(address(base, offset), Float.floatToRawIntBits(value));
  }

  public static void memoryWriteDouble(int base, double value, int offset, Memory memory) {
    ((EngineMemory) memory).putLong(address(base, offset), Double.doubleToRawLongBits(value));
  }

  /// `f32.convert_i64_u`: to the nearest number, ties to even.
  @SuppressWarnings("MethodName") // Chicory's name
  public static float F32_CONVERT_I64_U(long value) {
    // The lowest bit stays: it decides between two numbers that are as near.
    return value >= 0 ? (float) value : (float) ((value >>> 1) | (value & 1)) * 2;
  }

  private static long address(int base, int offset) {
    return Integer.toUnsignedLong(base) + Integer.toUnsignedLong(offset);
  }

  /// Chicory's own adds as signed numbers, and so misses ranges that wrap around.
  public static void tableFill(int index, int value, int size, int tableIndex, Instance instance) {
    TableInstance table = instance.table(tableIndex);
    checkRange(index, size, table.size());
    for (int i = 0; i < size; i++) {
      table.setRef(index + i, value, instance);
    }
  }

  /// See [#tableFill].
  public static void tableCopy(
      int to, int from, int size, int toTable, int fromTable, Instance instance) {
    TableInstance target = instance.table(toTable);
    TableInstance source = instance.table(fromTable);
    checkRange(from, size, source.size());
    checkRange(to, size, target.size());
    for (int i = 0; i < size; i++) {
      int next = to <= from ? i : size - 1 - i;
      target.setRef(to + next, source.ref(from + next), instance);
    }
  }

  /// See [#tableFill].
  public static void tableInit(
      int index, int first, int size, int segment, int tableIndex, Instance instance) {
    TableInstance table = instance.table(tableIndex);
    Element element = instance.element(segment);
    boolean present = element instanceof PassiveElement;
    checkRange(first, size, present ? element.elementCount() : 0);
    checkRange(index, size, table.size());
    for (int i = 0; i < size; i++) {
      long value =
          ConstantEvaluators.computeConstantValue(instance, element.initializers().get(first + i))[
              0];
      table.setRef(index + i, OpcodeImpl.boxForTable(value, instance), instance);
    }
  }

  private static void checkRange(int first, int size, int limit) {
    if (Integer.toUnsignedLong(first) + Integer.toUnsignedLong(size) > limit) {
      throw new CodeTrap(TrapCode.TABLE_OUT_OF_BOUNDS);
    }
  }

  /// A global that is neither of the two that instrumentation adds.
  public static long global(int index, Memory state) {
    return ((EngineMemory) state).globals[index];
  }

  /// See [#global].
  public static void setGlobal(long value, int index, Memory state) {
    ((EngineMemory) state).globals[index] = value;
  }

  public static long instructionsLeft(Memory state) {
    return ((EngineMemory) state).instructionsLeft;
  }

  public static void setInstructionsLeft(long value, Memory state) {
    ((EngineMemory) state).instructionsLeft = value;
  }

  public static long stackLeft(Memory state) {
    return ((EngineMemory) state).stackLeft;
  }

  public static void setStackLeft(long value, Memory state) {
    ((EngineMemory) state).stackLeft = value;
  }
}
