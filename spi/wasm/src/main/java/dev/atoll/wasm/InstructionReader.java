package dev.atoll.wasm;

/// Walks over code, one instruction at a time, without an object for each.
///
/// ```
/// while (reader.next()) {
///   switch (reader.opcode()) { ... }
/// }
/// ```
///
/// The accessors tell about the instruction that [#next] read last; which of them have a meaning
/// depends on its [Immediate]. Reading fails only with a [WasmException]. Not safe for use from
/// several threads.
public final class InstructionReader {

  private static final int[] NO_LABELS = {};
  private static final int MULTI_MEMORY_FLAG = 0x40;

  private final ByteReader in;
  private int start;
  private Instruction instruction = Instructions.of(Opcodes.NOP);
  private int index;
  private int secondIndex;
  private int align;
  private long value;
  private long highValue;
  private int[] labels = NO_LABELS;

  /// Reads the instructions between two offsets of `bytes`.
  public InstructionReader(byte[] bytes, int start, int end) {
    this.in = new ByteReader(bytes, start, end);
  }

  /// Reads the next instruction; false at the end of the code.
  public boolean next() {
    if (in.atLimit()) {
      return false;
    }
    start = in.position();
    int first = in.u8();
    int opcode = first;
    int number = 0;
    if (first == 0xfc || first == 0xfd) {
      number = in.u32();
      opcode = number >>> 8 == 0 ? first << 8 | number : -1;
    }
    Instruction found = Instructions.find(opcode);
    if (found == null) {
      throw unknown(first, number);
    }
    instruction = found;
    readImmediates();
    return true;
  }

  private WasmException unknown(int first, int number) {
    String opcode =
        first == 0xfc || first == 0xfd
            ? "0x%02x %s".formatted(first, Integer.toUnsignedString(number))
            : "0x%02x".formatted(first);
    Proposal proposal = Proposal.ofInstruction(first, number);
    return proposal == null
        ? WasmException.at(start, "illegal opcode " + opcode)
        : WasmException.unaccepted(start, "instruction " + opcode, proposal);
  }

  private void readImmediates() {
    switch (instruction.immediate()) {
      case NONE -> {}
      case BLOCK_TYPE -> value = in.s33();
      case LABEL, FUNCTION, LOCAL, GLOBAL, TABLE, DATA, ELEMENT -> index = in.index();
      case LABELS -> readLabels();
      case TYPE_AND_TABLE, TABLE_AND_TABLE, ELEMENT_AND_TABLE -> {
        index = in.index();
        secondIndex = in.index();
      }
      case MEMORY -> zero();
      case MEMORY_AND_MEMORY -> {
        zero();
        zero();
      }
      case DATA_AND_MEMORY -> {
        index = in.index();
        zero();
      }
      case VALUE_TYPES -> {
        index = in.vectorLength();
        value = index == 0 ? 0 : in.u8();
        in.skip(Math.max(0, index - 1));
      }
      case REFERENCE_TYPE -> value = in.u8();
      case I32 -> value = in.s32();
      case I64 -> value = in.s64();
      case F32 -> value = in.fixed32();
      case F64 -> value = in.fixed64();
      case V128 -> {
        value = in.fixed64();
        highValue = in.fixed64();
      }
      case ACCESS -> readAccess();
      case ACCESS_AND_LANE -> {
        readAccess();
        index = in.u8();
      }
      case LANE -> index = in.u8();
      case LANES -> {
        value = in.fixed64();
        highValue = in.fixed64();
      }
    }
  }

  private void readLabels() {
    int count = in.vectorLength();
    labels = new int[count + 1];
    for (int i = 0; i <= count; i++) {
      labels[i] = in.index();
    }
  }

  private void readAccess() {
    align = in.u32();
    if ((align & MULTI_MEMORY_FLAG) != 0) {
      throw WasmException.unaccepted(start, instruction.name(), Proposal.MULTIPLE_MEMORIES);
    }
    value = in.u64();
  }

  private void zero() {
    if (in.u8() != 0) {
      throw WasmException.unaccepted(start, instruction.name(), Proposal.MULTIPLE_MEMORIES);
    }
  }

  /// The byte, or prefix and number as `0xFC0A`.
  public int opcode() {
    return instruction.opcode();
  }

  public Instruction instruction() {
    return instruction;
  }

  /// The offset of the opcode.
  public int start() {
    return start;
  }

  /// The offset after the instruction.
  public int end() {
    return in.position();
  }

  /// Label depth, function, type, local, global, table, data segment, element segment or lane; the
  /// target table of `table.copy`; the number of types of `select`.
  public int index() {
    return index;
  }

  /// The table of `call_indirect` and `table.init`, the source table of `table.copy`.
  public int secondIndex() {
    return secondIndex;
  }

  /// The labels of `br_table`, the default last. Shared with the reader until the next `br_table`.
  public int[] labels() {
    return labels;
  }

  /// log2 of the declared alignment of a memory access.
  public int align() {
    return align;
  }

  /// The offset of a memory access, unsigned.
  public long offset() {
    return value;
  }

  /// The bits of a constant: i32 sign-extended, f32 and f64 raw, the low half of a v128.
  public long value() {
    return value;
  }

  /// The high half of a v128 constant or of sixteen lane numbers.
  public long highValue() {
    return highValue;
  }

  /// The byte of the type of `ref.null`, or of the first type of `select`.
  public int typeCode() {
    return (int) value;
  }

  /// The type of a block: a type index, or a negative number whose low 7 bits are the byte of its
  /// result type, 0x40 for none.
  public long blockType() {
    return value;
  }
}
