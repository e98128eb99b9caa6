package dev.atoll.wasm;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every instruction that is accepted, by opcode.
///
/// The columns of the tables are opcode, name, immediate (`@` and a detail), signature (`?` if it
/// depends), weight and complexity, see [Instruction].
public final class Instructions {

  private static final int NUMERIC_PREFIX = 0xfc00;
  private static final int VECTOR_PREFIX = 0xfd00;
  private static final int NUMERIC_START = 0x100;
  private static final int VECTOR_START = 0x120;

  /// How many opcodes [#slot] knows.
  static final int SLOTS = VECTOR_START + 0x100;

  private static final @Nullable Instruction[] TABLE = new Instruction[SLOTS];

  static {
    for (String table : List.of(CoreInstructions.TABLE, VectorInstructions.TABLE)) {
      table.lines().map(Instructions::parse).forEach(i -> TABLE[slot(i.opcode())] = i);
    }
  }

  private Instructions() {}

  /// The instruction with this opcode, null if it is unknown or not accepted.
  public static @Nullable Instruction find(int opcode) {
    int slot = slot(opcode);
    return slot < 0 ? null : TABLE[slot];
  }

  /// The instruction with this opcode.
  ///
  /// @throws IllegalArgumentException if it is unknown or not accepted
  public static Instruction of(int opcode) {
    Instruction result = find(opcode);
    if (result == null) {
      throw new IllegalArgumentException("no instruction has the opcode 0x%x".formatted(opcode));
    }
    return result;
  }

  /// All instructions by ascending opcode.
  public static Stream<Instruction> all() {
    return Arrays.stream(TABLE).filter(Objects::nonNull).map(Objects::requireNonNull);
  }

  /// A small number for each opcode, -1 for those that cannot be one.
  static int slot(int opcode) {
    if (opcode >= 0 && opcode < 0x100) {
      return opcode;
    }
    if (opcode >= NUMERIC_PREFIX && opcode < NUMERIC_PREFIX + 0x20) {
      return NUMERIC_START + (opcode - NUMERIC_PREFIX);
    }
    if (opcode >= VECTOR_PREFIX && opcode < VECTOR_PREFIX + 0x100) {
      return VECTOR_START + (opcode - VECTOR_PREFIX);
    }
    return -1;
  }

  private static Instruction parse(String line) {
    List<String> columns = Arrays.asList(line.split(" ", -1));
    String immediate = columns.get(2);
    int at = immediate.indexOf('@') + 1;
    return new Instruction(
        Integer.parseInt(columns.get(0), 16),
        columns.get(1),
        Immediate.ofKey(at == 0 ? immediate : immediate.substring(0, at)),
        at == 0 ? 0 : Integer.parseInt(immediate.substring(at)),
        columns.get(3).equals("?") ? "" : columns.get(3),
        Integer.parseInt(columns.get(4)),
        Integer.parseInt(columns.get(5)));
  }
}
