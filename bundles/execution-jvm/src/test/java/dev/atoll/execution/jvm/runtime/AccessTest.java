package dev.atoll.execution.jvm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.execution.TrapCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Every load and store of a memory of two pages against arithmetic on arrays of bytes.
final class AccessTest {

  private static final int SIZE = 2 << 16;
  private static final int DIRTY_PAGE = 4_096;

  /// The instance of a module without globals.
  private static final class PlainContext extends Context {}

  /// Addresses near the ends of dirty pages and of the memory, and such that wrap around.
  @Provide
  Arbitrary<Long> places() {
    return Arbitraries.oneOf(
        Arbitraries.of(0L, 4_096L, 8_192L, SIZE - 4_096L, (long) SIZE, 1L << 31, 1L << 32, 1L << 63)
            .flatMap(base -> Arbitraries.longs().between(-20, 20).map(delta -> base + delta)),
        Arbitraries.longs().between(0, SIZE));
  }

  @Provide
  Arbitrary<Method> accesses32() {
    return accesses(Memory32.class);
  }

  @Provide
  Arbitrary<Method> accesses64() {
    return accesses(Memory64.class);
  }

  private static Arbitrary<Method> accesses(Class<?> memory) {
    List<Method> methods =
        Arrays.stream(memory.getDeclaredMethods())
            .filter(m -> m.getName().contains("Load") || m.getName().contains("Store"))
            .sorted(Comparator.comparing(Method::getName))
            .toList();
    assertThat(methods).hasSize(23);
    return Arbitraries.of(methods);
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void a32BitAccessDoesWhatItsNameSays(
      @ForAll("accesses32") Method access,
      @ForAll("places") long address,
      @ForAll("places") long offset,
      @ForAll long value)
      throws ReflectiveOperationException {
    check(access, address & 0xffff_ffffL, offset & 0xffff_ffffL, value);
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void a64BitAccessDoesWhatItsNameSays(
      @ForAll("accesses64") Method access,
      @ForAll("places") long address,
      @ForAll @IntRange(min = 0, max = SIZE - 8) int offset,
      @ForAll long value)
      throws ReflectiveOperationException {
    check(access, address, offset, value);
  }

  private static void check(Method access, long address, long offset, long value)
      throws ReflectiveOperationException {
    int size = sizeOf(access);
    byte[] bytes = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = (byte) (value >>> (i % 7));
    }
    BigInteger begin = unsigned(address).add(unsigned(offset));
    boolean inside = begin.add(BigInteger.valueOf(size)).compareTo(BigInteger.valueOf(SIZE)) <= 0;
    int place = inside ? begin.intValueExact() : 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(SIZE);
      memory.copyFrom(MemorySegment.ofArray(bytes));
      MemorySegment dirty = arena.allocate(SIZE / DIRTY_PAGE + 1);
      Context context = new PlainContext();
      context.memoryBase = memory.address();
      context.memorySize = SIZE;
      context.dirtyBase = dirty.address();
      byte[] pages = new byte[SIZE / DIRTY_PAGE + 1];
      boolean store = access.getName().contains("Store");
      if (!inside) {
        assertThatThrownBy(() -> call(access, address, offset, value, context))
            .isInstanceOfSatisfying(
                CodeTrap.class,
                trap -> assertThat(trap.code()).isEqualTo(TrapCode.HEAP_OUT_OF_BOUNDS));
      } else if (store) {
        call(access, address, offset, value, context);
        for (int i = 0; i < size; i++) {
          bytes[place + i] = (byte) (value >>> (8 * i));
        }
        pages[place / DIRTY_PAGE] = 1;
        pages[(place + size - 1) / DIRTY_PAGE] = 1;
      } else {
        assertThat(call(access, address, offset, value, context))
            .isEqualTo(loaded(access, bytes, place, size));
      }
      assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
      assertThat(dirty.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(pages);
    }
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  /// `i64Load16S`: the number after `Load` or `Store`, or before it, in bits.
  private static int sizeOf(Method access) {
    String[] parts = access.getName().split("Load|Store", -1);
    String bits = parts[1].isEmpty() ? parts[0].substring(1) : parts[1].replaceAll("[SU]", "");
    return Integer.parseInt(bits) / 8;
  }

  /// The bits that lie in memory, widened to the bits of the result.
  private static long loaded(Method access, byte[] bytes, int place, int size) {
    long bits = 0;
    for (int i = size - 1; i >= 0; i--) {
      bits = (bits << 8) | (bytes[place + i] & 0xff);
    }
    if (access.getName().endsWith("S")) {
      bits = bits << (64 - 8 * size) >> (64 - 8 * size);
    }
    return access.getName().startsWith("i64") || access.getName().startsWith("f64")
        ? bits
        : bits & 0xffff_ffffL;
  }

  /// Numbers come and go as bits.
  private static long call(Method access, long address, long offset, long value, Context context)
      throws ReflectiveOperationException {
    Class<?>[] types = access.getParameterTypes();
    Object[] arguments = new Object[types.length];
    long[] numbers =
        types.length == 4 ? new long[] {address, value, offset} : new long[] {address, offset};
    for (int i = 0; i < numbers.length; i++) {
      arguments[i] = number(types[i], numbers[i]);
    }
    arguments[numbers.length] = context;
    try {
      return bits(access.invoke(null, arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof CodeTrap trap) {
        throw trap;
      }
      throw e;
    }
  }

  private static Object number(Class<?> type, long bits) {
    return switch (type.getName()) {
      case "int" -> (int) bits;
      case "float" -> Float.intBitsToFloat((int) bits);
      case "double" -> Double.longBitsToDouble(bits);
      default -> bits;
    };
  }

  private static long bits(Object number) {
    return switch (number) {
      case Integer value -> value & 0xffff_ffffL;
      case Float value -> Float.floatToRawIntBits(value) & 0xffff_ffffL;
      case Double value -> Double.doubleToRawLongBits(value);
      case Long value -> value;
      case null, default -> 0;
    };
  }
}
