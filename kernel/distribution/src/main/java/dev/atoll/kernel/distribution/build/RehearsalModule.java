package dev.atoll.kernel.distribution.build;

import dev.atoll.types.Leb128;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A canister with many functions of all kinds, one of them too large for a method of the JVM, all
/// of which its initialisation calls: an engine that has it ready has loaded what it needs for any
/// other, and the JVM has seen where its time goes.
///
/// The bytes of one number are always the same.
///
/// Source: WebAssembly core specification, "Binary Format".
final class RehearsalModule {

  private static final int FUNCTIONS = 500;
  private static final int STATEMENTS = 60;
  private static final int LARGE_CASES = 180;
  private static final int LARGE_STATEMENTS = 10;
  private static final int TABLE_SIZE = 8;

  /// What an answer runs, and how often: long enough for the JIT compilers.
  private static final int HOT_FUNCTIONS = 50;

  private static final int ROUNDS = 200;

  // Types by their indexes.
  private static final int NOTHING = 0;
  private static final int OF_TWO = 1;

  private static final int I32 = 0x7f;
  private static final int I64 = 0x7e;
  private static final int F64 = 0x7c;

  private static final int REPLY = 0;
  private static final int IMPORTS = 1;

  // Locals of all functions: two parameters, three more integers, a counter, two longs, a float.
  private static final int INTEGERS = 5;
  private static final int COUNTER = 5;
  private static final int LONG = 6;
  private static final int FLOAT = 8;

  private static final int NO_RESULT = 0x40;

  private long random;

  private RehearsalModule(int number) {
    this.random = number;
  }

  /// @param number tells modules apart
  static byte[] bytes(int number) {
    return new RehearsalModule(number).module();
  }

  /// A number from 0 to `count` - 1, by a multiplier of Knuth's.
  private int choose(int count) {
    random = random * 6364136223846793005L + 1442695040888963407L;
    return (int) ((random >>> 33) % count);
  }

  private byte[] module() {
    Code out = new Code();
    out.bytes(0, 'a', 's', 'm', 1, 0, 0, 0);
    Code types = new Code().bytes(2, 0x60, 0, 0, 0x60, 2, I32, I32, 1, I32);
    out.section(1, types);
    out.section(2, new Code().bytes(1).name("ic0").name("msg_reply").bytes(0, NOTHING));
    Code functions = new Code().number(FUNCTIONS + 2);
    for (int i = 0; i < FUNCTIONS; i++) {
      functions.number(OF_TWO);
    }
    out.section(3, functions.number(NOTHING).number(NOTHING));
    out.section(4, new Code().bytes(1, 0x70, 0).number(TABLE_SIZE));
    out.section(5, new Code().bytes(1, 0, 2));
    out.section(6, new Code().bytes(1, I32, 1, 0x41, 0, 0x0b));
    int initialise = IMPORTS + FUNCTIONS;
    Code exports = new Code().bytes(3);
    exports.name("canister_init").bytes(0).number(initialise);
    exports.name("canister_update update").bytes(0).number(initialise + 1);
    exports.name("canister_query query").bytes(0).number(initialise + 1);
    out.section(7, exports);
    Code elements = new Code().bytes(1, 0, 0x41, 0, 0x0b).number(TABLE_SIZE);
    for (int i = 0; i < TABLE_SIZE; i++) {
      elements.number(IMPORTS + FUNCTIONS - 1 - i);
    }
    out.section(9, elements);
    out.section(10, code());
    return out.toBytes();
  }

  private Code code() {
    Code section = new Code().number(FUNCTIONS + 2);
    section.sized(large());
    for (int i = 1; i < FUNCTIONS; i++) {
      Code body = locals();
      for (int j = 0; j < STATEMENTS; j++) {
        statement(body, 2, i);
      }
      section.sized(body.get(2).bytes(0x0b));
    }
    Code initialise = new Code().bytes(0);
    for (int i = 0; i < FUNCTIONS; i++) {
      initialise.constant(i).constant(7).call(IMPORTS + i).bytes(0x1a);
    }
    section.sized(initialise.bytes(0x0b));
    Code answer = new Code().bytes(1, 1, I32).constant(ROUNDS).set(0).bytes(0x03, NO_RESULT);
    for (int i = 0; i < FUNCTIONS; i += FUNCTIONS / HOT_FUNCTIONS) {
      answer.get(0).constant(i).call(IMPORTS + i).bytes(0x1a);
    }
    answer.get(0).constant(1).bytes(0x6b).tee(0).bytes(0x0d, 0, 0x0b);
    return section.sized(answer.call(REPLY).bytes(0x0b));
  }

  private static Code locals() {
    return new Code().bytes(3, 4, I32, 2, I64, 1, F64);
  }

  /// A loop around a branch table with many cases, as interpreters have it; it goes round a few
  /// times.
  private Code large() {
    Code body = locals().constant(40).set(COUNTER).bytes(0x03, NO_RESULT);
    for (int i = 0; i < LARGE_CASES; i++) {
      body.bytes(0x02, NO_RESULT);
    }
    body.get(COUNTER).constant(37).bytes(0x6c).constant(LARGE_CASES - 1).bytes(0x70);
    body.bytes(0x0e).number(LARGE_CASES - 1);
    for (int i = 0; i < LARGE_CASES; i++) {
      body.number(i);
    }
    for (int i = 0; i < LARGE_CASES; i++) {
      body.bytes(0x0b);
      for (int j = 0; j < LARGE_STATEMENTS; j++) {
        statement(body, 1, FUNCTIONS);
      }
      body.get(COUNTER).constant(1).bytes(0x6b).tee(COUNTER).constant(0).bytes(0x4a);
      body.bytes(0x0d).number(LARGE_CASES - 1 - i);
    }
    return body.bytes(0x0b).get(2).bytes(0x0b);
  }

  private int integer() {
    return choose(INTEGERS);
  }

  /// An address of two pages on which any access fits.
  private Code address(Code code) {
    return code.get(integer()).constant(0xfff8).bytes(0x71);
  }

  /// Something that leaves nothing on the stack.
  ///
  /// @param depth how many blocks may be inside of each other
  /// @param function which one it belongs to: it calls only those that follow
  private void statement(Code code, int depth, int function) {
    switch (choose(depth > 0 ? 18 : 13)) {
      case 0, 1 -> code.get(integer()).get(integer()).bytes(0x6a + choose(3)).set(integer());
      case 2 ->
          code.get(integer()).constant(choose(1 << 20)).bytes(0x71 + choose(6)).set(integer());
      case 3 -> address(code).get(integer()).access(0x36, 2, choose(64));
      case 4, 5 -> address(code).access(0x28, 2, choose(64)).set(integer());
      case 6 -> address(code).access(0x2c + choose(2), 0, choose(64)).set(integer());
      case 7 -> {
        code.get(LONG).get(integer()).bytes(0xad - choose(2)).bytes(0x7c + choose(3)).set(LONG + 1);
        address(code).get(LONG + 1).access(0x37, 3, choose(64));
      }
      case 8 -> address(code).access(0x29, 3, choose(64)).set(LONG);
      case 9 -> code.get(FLOAT).get(integer()).bytes(0xb7).bytes(0xa0 + choose(3)).set(FLOAT);
      case 10 -> code.bytes(0x23, 0).get(integer()).bytes(0x6a, 0x24, 0);
      case 11 ->
          code.get(integer())
              .get(integer())
              .get(integer())
              .get(integer())
              .bytes(0x48)
              .bytes(0x1b)
              .set(integer());
      case 12 -> code.get(integer()).bytes(0x45).get(LONG).bytes(0x50).bytes(0x72).set(integer());
      case 13, 14 -> condition(code, depth, function);
      case 15 -> {
        code.bytes(0x02, NO_RESULT);
        statement(code, depth - 1, function);
        code.get(integer()).constant(choose(100)).bytes(0x4d).bytes(0x0d, 0);
        statement(code, depth - 1, function);
        code.bytes(0x0b);
      }
      case 16 -> call(code, depth, function);
      default -> loop(code, depth, function);
    }
  }

  private void condition(Code code, int depth, int function) {
    code.get(integer()).get(integer()).bytes(0x46 + choose(10)).bytes(0x04, NO_RESULT);
    statement(code, depth - 1, function);
    if (choose(2) == 0) {
      code.bytes(0x05);
      statement(code, depth - 1, function);
    }
    code.bytes(0x0b);
  }

  /// Not inside of blocks, and rarely: the calls of all functions together are few.
  private void call(Code code, int depth, int function) {
    if (depth == 2 && function + 1 < FUNCTIONS - TABLE_SIZE && choose(4) == 0) {
      code.get(integer()).get(integer());
      if (choose(3) == 0) {
        code.constant(choose(TABLE_SIZE)).bytes(0x11, OF_TWO, 0);
      } else {
        code.call(IMPORTS + FUNCTIONS - 1 - choose(TABLE_SIZE));
      }
      code.set(integer());
    } else {
      code.get(integer()).set(integer());
    }
  }

  private void loop(Code code, int depth, int function) {
    if (depth < 2) {
      code.get(LONG).get(LONG + 1).bytes(0x85).set(LONG);
      return;
    }
    code.constant(20).set(COUNTER).bytes(0x03, NO_RESULT);
    for (int i = 0; i < 4; i++) {
      statement(code, 0, function);
    }
    code.get(COUNTER).constant(1).bytes(0x6b).tee(COUNTER).bytes(0x0d, 0, 0x0b);
  }

  /// Bytes of a module, written one after the other.
  private static final class Code {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Code bytes(int... values) {
      for (int value : values) {
        out.write(value);
      }
      return this;
    }

    /// An unsigned number of any size.
    Code number(long value) {
      out.writeBytes(Leb128.encodeUnsigned(value).toByteArray());
      return this;
    }

    Code name(String name) {
      byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
      number(utf8.length);
      out.writeBytes(utf8);
      return this;
    }

    /// A number as `i32.const` takes it.
    Code constant(int value) {
      out.write(0x41);
      out.writeBytes(Leb128.encodeSigned(value).toByteArray());
      return this;
    }

    Code get(int local) {
      return bytes(0x20).number(local);
    }

    Code set(int local) {
      return bytes(0x21).number(local);
    }

    Code tee(int local) {
      return bytes(0x22).number(local);
    }

    Code call(int function) {
      return bytes(0x10).number(function);
    }

    Code access(int opcode, int align, int offset) {
      return bytes(opcode).number(align).number(offset);
    }

    Code sized(Code content) {
      byte[] bytes = content.toBytes();
      number(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    void section(int id, Code content) {
      bytes(id).sized(content);
    }

    byte[] toBytes() {
      return out.toByteArray();
    }
  }
}
