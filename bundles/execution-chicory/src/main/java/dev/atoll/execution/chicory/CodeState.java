package dev.atoll.execution.chicory;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;

/// The globals of an instance, in fields that generated code uses directly.
///
/// Chicory's own way to a global takes seven loads, and instrumented code goes it for each block.
/// Public, like all that generated code refers to, because that lies in another package.
///
/// Used by the thread that uses the instance.
public sealed class CodeState permits EngineMemory {

  /// The global that metering uses up.
  public long instructionsLeft;

  /// The global that calls use up.
  public long stackLeft;

  /// The other globals by index; the places of the two above are not used.
  public final long[] globals;

  private final int counterGlobal;
  private final int depthGlobal;
  private int made;

  /// @param counterGlobal the index of the global with the instructions left
  /// @param depthGlobal the index of the global with the stack left, which is the last one
  CodeState(int counterGlobal, int depthGlobal) {
    this.counterGlobal = counterGlobal;
    this.depthGlobal = depthGlobal;
    this.globals = new long[depthGlobal + 1];
  }

  /// The next global, in the order of their indexes, as Chicory makes them.
  final GlobalInstance nextGlobal(
      long value, long highValue, ValType type, MutabilityType mutability) {
    int index = made++;
    GlobalInstance view =
        index == counterGlobal
            ? new Counter(type, mutability)
            : index == depthGlobal
                ? new Depth(type, mutability)
                : new Slot(index, type, mutability);
    view.setValue(value);
    return view;
  }

  private abstract static sealed class View extends GlobalInstance {

    View(ValType type, MutabilityType mutability) {
      super(0, 0, type, mutability);
    }

    @Override
    public final long getValueLow() {
      return getValue();
    }

    @Override
    public final void setValueLow(long value) {
      setValue(value);
    }
  }

  private final class Counter extends View {

    Counter(ValType type, MutabilityType mutability) {
      super(type, mutability);
    }

    @Override
    public long getValue() {
      return instructionsLeft;
    }

    @Override
    public void setValue(long value) {
      instructionsLeft = value;
    }
  }

  private final class Depth extends View {

    Depth(ValType type, MutabilityType mutability) {
      super(type, mutability);
    }

    @Override
    public long getValue() {
      return stackLeft;
    }

    @Override
    public void setValue(long value) {
      stackLeft = value;
    }
  }

  private final class Slot extends View {

    private final int index;

    Slot(int index, ValType type, MutabilityType mutability) {
      super(type, mutability);
      this.index = index;
    }

    @Override
    public long getValue() {
      return globals[index];
    }

    @Override
    public void setValue(long value) {
      globals[index] = value;
    }
  }
}
