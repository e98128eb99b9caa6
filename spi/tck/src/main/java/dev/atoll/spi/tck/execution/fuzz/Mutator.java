package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.types.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Changes modules: single bytes, ranges of bytes, or whole instructions, which leaves all sizes
/// right and so gets further.
final class Mutator {

  private static final int RANGE_MAX = 40;
  private static final int CHANGES_MAX = 4;

  /// Limits of numbers in their shortest form, types, and what instructions begin with.
  private static final int[] BYTES = {
    0x00, 0x01, 0x02, 0x0b, 0x10, 0x3f, 0x40, 0x6f, 0x70, 0x7b, 0x7c, 0x7f, 0x80, 0xfc, 0xfd, 0xff
  };

  private final Choices choices;

  Mutator(Choices choices) {
    this.choices = choices;
  }

  /// Another module, valid or not.
  ///
  /// @param module a valid one
  /// @param other what to take code from
  Bytes mutate(Bytes module, Bytes other) {
    Bytes mutated = module;
    if (choices.chance(60)) {
      mutated = instructions(mutated, other);
      if (choices.chance(70)) {
        return mutated;
      }
    }
    byte[] bytes = mutated.toByteArray();
    for (int i = choices.between(1, CHANGES_MAX); i > 0; i--) {
      bytes = bytes(bytes, other.toByteArray());
    }
    return Bytes.copyOf(bytes);
  }

  private byte[] bytes(byte[] bytes, byte[] other) {
    if (bytes.length == 0) {
      return other;
    }
    int at = choices.below(bytes.length);
    switch (choices.weighted(30, 20, 10, 4, 4, 4, 1)) {
      case 0 -> bytes[at] = (byte) choices.of(BYTES);
      case 1 -> bytes[at] ^= (byte) (1 << choices.below(8));
      case 2 -> bytes[at] = (byte) choices.bits();
      case 3 -> {
        return replaced(bytes, at, range(bytes.length - at), new byte[0]);
      }
      case 4 -> {
        byte[] added = new byte[choices.between(1, 6)];
        for (int i = 0; i < added.length; i++) {
          added[i] = (byte) choices.of(BYTES);
        }
        return replaced(bytes, at, 0, added);
      }
      case 5 -> {
        int from = choices.below(other.length);
        byte[] taken = new byte[range(other.length - from)];
        System.arraycopy(other, from, taken, 0, taken.length);
        int removed = choices.chance(70) ? Math.min(taken.length, bytes.length - at) : 0;
        return replaced(bytes, at, removed, taken);
      }
      default -> {
        return replaced(bytes, at, bytes.length - at, new byte[0]);
      }
    }
    return bytes;
  }

  private int range(int most) {
    return Math.min(most, choices.between(1, RANGE_MAX));
  }

  private static byte[] replaced(byte[] bytes, int at, int removed, byte[] added) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(added);
    out.write(bytes, at + removed, bytes.length - at - removed);
    return out.toByteArray();
  }

  /// Leaves out, repeats, exchanges or changes instructions of one function.
  private Bytes instructions(Bytes module, Bytes other) {
    ModuleCode code = ModuleCode.of(module);
    if (code.functions().isEmpty()) {
      return module;
    }
    int function = choices.below(code.functions().size());
    List<Bytes> instructions = new ArrayList<>(code.functions().get(function).instructions());
    for (int i = choices.between(1, CHANGES_MAX); i > 0 && !instructions.isEmpty(); i--) {
      int at = choices.below(instructions.size());
      switch (choices.weighted(2, 2, 2, 3, 4)) {
        case 0 -> instructions.remove(at);
        case 1 -> instructions.add(at, choices.of(instructions));
        case 2 -> instructions.set(at, choices.of(instructions));
        case 3 -> instructions.set(at, foreign(other, instructions.get(at)));
        default -> {
          byte[] changed = instructions.get(at).toByteArray();
          int place = choices.below(changed.length);
          changed[place] =
              (byte) (choices.chance(50) ? changed[place] + choices.of(-1, 1) : choices.of(BYTES));
          instructions.set(at, Bytes.copyOf(changed));
        }
      }
    }
    return code.with(function, instructions).toBytes();
  }

  private Bytes foreign(Bytes other, Bytes otherwise) {
    List<ModuleCode.Function> functions = ModuleCode.of(other).functions();
    if (functions.isEmpty()) {
      return otherwise;
    }
    List<Bytes> instructions = choices.of(functions).instructions();
    return instructions.isEmpty() ? otherwise : choices.of(instructions);
  }
}
