package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.tck.execution.fuzz.ModulePlan.MemoryPlan;

/// Addresses that hurt: around the ends of pages and of the memory, far beyond it, wrapping around.
final class AddressGenerator {

  /// What is marked as written, in bytes.
  static final int PAGE = 4_096;

  static final int WASM_PAGE = 65_536;
  private static final int I32_AND = 0x71;
  private static final int I64_AND = 0x83;

  private static final long[] WILD_OFFSETS = {
    WASM_PAGE - 1, WASM_PAGE, WASM_PAGE + 1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_fff0L, 0xffff_ffffL
  };

  private static final long[] WILD_OFFSETS_64 = {
    WASM_PAGE - 1, 0x2000_0000L, 0xffff_ffffL, 0x1_0000_0000L, Long.MAX_VALUE, -16, -1
  };

  private static final int[] WILD_ADDRESSES = {-1, -2, -8, Integer.MIN_VALUE, Integer.MAX_VALUE};

  private static final long[] WILD_ADDRESSES_64 = {
    -1, -8, Long.MIN_VALUE, Long.MAX_VALUE, 0x1_0000_0000L, 0xffff_ffffL, 0x1_8000_0000L
  };

  private final Body body;
  private final ValueGenerator values;

  AddressGenerator(Body body, ValueGenerator values) {
    this.body = body;
    this.values = values;
  }

  /// Pushes an address for an access of `size` bytes and returns the offset to use with it.
  ///
  /// @param wild whether it may be one far beyond the end
  long access(MemoryPlan memory, int size, boolean wild) {
    Choices choices = body.choices();
    body.push(memory.addressType());
    int wildWeight = wild ? 2 : 0;
    return switch (choices.weighted(50, 30, 10, 6, wildWeight, wildWeight)) {
      case 0 -> {
        body.pop(1);
        values.value(memory.addressType(), 1);
        // One in so many lies in the last bytes, where the access no longer fits.
        long mask = choices.rarely(6) ? memory.pages() * (long) WASM_PAGE - 1 : PAGE * 2 - 1;
        constant(memory, mask);
        body.code().op(memory.is64() ? I64_AND : I32_AND);
        yield choices.of(0, 0, 1, 2, 4, 8, 12, PAGE - 3);
      }
      case 1 -> {
        long page = choices.between(1, memory.pages() * WASM_PAGE / PAGE - 1);
        constant(memory, page * PAGE - choices.below(18));
        yield choices.of(0, 0, 0, 1, 3, 7);
      }
      case 2 -> {
        // The last place where it fits, more often than one beyond it.
        int beyond = choices.rarely(4) ? choices.between(1, size) : 0;
        int offset = choices.of(0, 1, 8, 100);
        constant(memory, memory.pages() * (long) WASM_PAGE - size + beyond - offset);
        yield offset;
      }
      case 3 -> {
        constant(memory, choices.below(PAGE));
        yield choices.below(memory.pages() * WASM_PAGE - PAGE);
      }
      case 4 -> {
        if (memory.is64()) {
          body.code().i64(choices.of(WILD_ADDRESSES_64));
        } else {
          body.code().i32(choices.of(WILD_ADDRESSES));
        }
        yield choices.of(0, 1, 8, WASM_PAGE);
      }
      default -> {
        constant(memory, choices.below(64));
        yield choices.of(memory.is64() ? WILD_OFFSETS_64 : WILD_OFFSETS);
      }
    };
  }

  /// Pushes an address or a length.
  void constant(MemoryPlan memory, long value) {
    if (memory.is64()) {
      body.code().i64(value);
    } else {
      body.code().i32((int) value);
    }
  }

  /// Pushes where a bulk operation on `length` bytes starts.
  void range(MemoryPlan memory, int length) {
    Choices choices = body.choices();
    long end = memory.pages() * (long) WASM_PAGE;
    long start =
        switch (choices.weighted(8, 4, 2, 1)) {
          case 0 -> choices.below(6 * PAGE);
          case 1 -> choices.between(1, 15) * (long) PAGE - choices.of(0, 1, 2, length & 0xffff);
          case 2 -> end - length;
          default -> memory.is64() ? choices.of(WILD_ADDRESSES_64) : choices.of(WILD_ADDRESSES);
        };
    constant(memory, start);
    body.push(memory.addressType());
  }
}
