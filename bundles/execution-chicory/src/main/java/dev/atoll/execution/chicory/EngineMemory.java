package dev.atoll.execution.chicory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.wasm.memory.LinearMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A memory of the core, as Chicory wants it, with the globals of its instance.
///
/// Every write marks its pages. Addresses and sizes are unsigned. An access that passes the end
/// changes nothing and throws a [CodeTrap].
///
/// Used by the thread that uses the instance.
public final class EngineMemory extends CodeState implements Memory {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final byte DIRTY = 1;

  private final LinearMemory memory;
  private MemoryLimits limits = new MemoryLimits(0, 0);
  private final boolean writeActiveData;
  private final HostFailure hostFailure;
  private DataSegment[] segments = {};

  /// Exactly the bytes inside of the memory, so that the check of the segment is the check of Wasm.
  private MemorySegment bytes = MemorySegment.NULL;

  private MemorySegment dirty = MemorySegment.NULL;

  EngineMemory(
      LinearMemory memory,
      int counterGlobal,
      int depthGlobal,
      boolean writeActiveData,
      HostFailure hostFailure) {
    super(counterGlobal, depthGlobal);
    this.memory = memory;
    this.writeActiveData = writeActiveData;
    this.hostFailure = hostFailure;
    refresh();
  }

  /// What the module declares.
  EngineMemory within(MemoryLimits declared) {
    limits = declared;
    return this;
  }

  /// Takes over the present place and size, which the core may change between two calls.
  @SuppressWarnings("restricted") // exactly the bytes of the core's segment
  void refresh() {
    MemorySegment all = memory.segment();
    if (!all.scope().isAlive()) {
      throw new IllegalStateException("memory is closed, its instance cannot be used");
    }
    if (bytes.address() != all.address() || bytes.byteSize() != memory.sizeBytes()) {
      // Without the scope of the core, which every access would have to check.
      bytes = MemorySegment.ofAddress(all.address()).reinterpret(memory.sizeBytes());
    }
    MemorySegment map = memory.dirtyMap();
    if (dirty.address() != map.address() || dirty.byteSize() != map.byteSize()) {
      dirty = MemorySegment.ofAddress(map.address()).reinterpret(map.byteSize());
    }
  }

  private static CodeTrap outOfBounds() {
    return new CodeTrap(TrapCode.HEAP_OUT_OF_BOUNDS);
  }

  private void checkRange(long address, long length) {
    if (address + length > bytes.byteSize()) {
      throw outOfBounds();
    }
  }

  /// Marks the pages of a write of at most eight bytes.
  private void mark(long address, int length) {
    long first = address >>> LinearMemory.PAGE_SHIFT;
    long last = (address + length - 1) >>> LinearMemory.PAGE_SHIFT;
    dirty.set(JAVA_BYTE, first, DIRTY);
    if (first != last) {
      dirty.set(JAVA_BYTE, last, DIRTY);
    }
  }

  private void markRange(long address, long length) {
    if (length > 0) {
      long first = address >>> LinearMemory.PAGE_SHIFT;
      long last = (address + length - 1) >>> LinearMemory.PAGE_SHIFT;
      dirty.asSlice(first, last - first + 1).fill(DIRTY);
    }
  }

  @Override
  public int pages() {
    return (int) (bytes.byteSize() / PAGE_SIZE);
  }

  @Override
  public int grow(int size) {
    long pages = Integer.toUnsignedLong(size);
    if (pages > limits.maximumPages() - memory.sizePages()) {
      return -1;
    }
    long before;
    try {
      before = memory.grow(pages);
    } catch (RuntimeException | Error e) {
      hostFailure.keep(e);
      throw e;
    }
    refresh();
    return (int) before;
  }

  @Override
  public int initialPages() {
    return limits.initialPages();
  }

  @Override
  public int maximumPages() {
    return limits.maximumPages();
  }

  /// Called by Chicory when globals and tables are there.
  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments) {
    segments = dataSegments;
    for (int i = 0; i < segments.length; i++) {
      if (segments[i] instanceof ActiveDataSegment active) {
        if (writeActiveData) {
          int offset =
              (int)
                  ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
          write(offset, active.data(), 0, active.data().length);
        }
        // It counts as dropped from now on, for `memory.init`. The array belongs to the instance.
        segments[i] = PassiveDataSegment.EMPTY;
      }
    }
  }

  @Override
  public void initPassiveSegment(int segmentId, int dest, int offset, int size) {
    byte[] data = segments[segmentId].data();
    if (Integer.toUnsignedLong(offset) + Integer.toUnsignedLong(size) > data.length) {
      throw outOfBounds();
    }
    checkRange(Integer.toUnsignedLong(dest), Integer.toUnsignedLong(size));
    write(dest, data, offset, size);
  }

  @Override
  public void drop(int segment) {
    segments[segment] = PassiveDataSegment.EMPTY;
  }

  @Override
  public void write(int addr, byte[] data, int offset, int size) {
    long address = Integer.toUnsignedLong(addr);
    checkRange(address, size);
    MemorySegment.copy(data, offset, bytes, JAVA_BYTE, address, size);
    markRange(address, size);
  }

  @Override
  public byte[] readBytes(int addr, int len) {
    long address = Integer.toUnsignedLong(addr);
    checkRange(address, Integer.toUnsignedLong(len));
    byte[] result = new byte[len];
    MemorySegment.copy(bytes, JAVA_BYTE, address, result, 0, len);
    return result;
  }

  @Override
  public void copy(int dest, int src, int size) {
    long to = Integer.toUnsignedLong(dest);
    long from = Integer.toUnsignedLong(src);
    long length = Integer.toUnsignedLong(size);
    checkRange(from, length);
    checkRange(to, length);
    MemorySegment.copy(bytes, from, bytes, to, length);
    markRange(to, length);
  }

  /// @param toIndex the end, modulo 2^32
  @Override
  public void fill(byte value, int fromIndex, int toIndex) {
    long address = Integer.toUnsignedLong(fromIndex);
    long length = Integer.toUnsignedLong(toIndex - fromIndex);
    checkRange(address, length);
    bytes.asSlice(address, length).fill(value);
    markRange(address, length);
  }

  /// Called by Chicory before the first use; the core gives fresh memories as zeros.
  @Override
  public void zero() {}

  byte byteAt(long address) {
    try {
      return bytes.get(JAVA_BYTE, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  short shortAt(long address) {
    try {
      return bytes.get(SHORT, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  int intAt(long address) {
    try {
      return bytes.get(INT, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  long longAt(long address) {
    try {
      return bytes.get(LONG, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  void putByte(long address, byte value) {
    try {
      bytes.set(JAVA_BYTE, address, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
    dirty.set(JAVA_BYTE, address >>> LinearMemory.PAGE_SHIFT, DIRTY);
  }

  void putShort(long address, short value) {
    try {
      bytes.set(SHORT, address, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
    mark(address, Short.BYTES);
  }

  void putInt(long address, int value) {
    try {
      bytes.set(INT, address, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
    mark(address, Integer.BYTES);
  }

  void putLong(long address, long value) {
    try {
      bytes.set(LONG, address, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
    mark(address, Long.BYTES);
  }

  @Override
  public byte read(int addr) {
    return byteAt(Integer.toUnsignedLong(addr));
  }

  @Override
  public short readShort(int addr) {
    return shortAt(Integer.toUnsignedLong(addr));
  }

  @Override
  public int readInt(int addr) {
    return intAt(Integer.toUnsignedLong(addr));
  }

  @Override
  public long readLong(int addr) {
    return longAt(Integer.toUnsignedLong(addr));
  }

  @Override
  public void writeByte(int addr, byte data) {
    putByte(Integer.toUnsignedLong(addr), data);
  }

  @Override
  public void writeShort(int addr, short data) {
    putShort(Integer.toUnsignedLong(addr), data);
  }

  @Override
  public void writeI32(int addr, int data) {
    putInt(Integer.toUnsignedLong(addr), data);
  }

  @Override
  public void writeLong(int addr, long data) {
    putLong(Integer.toUnsignedLong(addr), data);
  }

  @Override
  public long readU16(int addr) {
    return Short.toUnsignedLong(readShort(addr));
  }

  @Override
  public void writeF32(int addr, float data) {
    writeI32(addr, Float.floatToRawIntBits(data));
  }

  @Override
  public long readF32(int addr) {
    return Integer.toUnsignedLong(readInt(addr));
  }

  @Override
  public float readFloat(int addr) {
    return Float.intBitsToFloat(readInt(addr));
  }

  @Override
  public void writeF64(int addr, double data) {
    writeLong(addr, Double.doubleToRawLongBits(data));
  }

  @Override
  public double readDouble(int addr) {
    return Double.longBitsToDouble(readLong(addr));
  }

  @Override
  public long readF64(int addr) {
    return readLong(addr);
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  @SuppressWarnings("removal") // abstract in Chicory's interface
  public Object lock(int address) {
    throw noThreads();
  }

  @Override
  @SuppressWarnings("removal") // abstract in Chicory's interface
  public int waitOn(int address, int expected, long timeout) {
    throw noThreads();
  }

  @Override
  @SuppressWarnings("removal") // abstract in Chicory's interface
  public int waitOn(int address, long expected, long timeout) {
    throw noThreads();
  }

  @Override
  @SuppressWarnings("removal") // abstract in Chicory's interface
  public int notify(int address, int maxThreads) {
    throw noThreads();
  }

  private static UnsupportedOperationException noThreads() {
    return new UnsupportedOperationException("canisters have no threads");
  }
}
