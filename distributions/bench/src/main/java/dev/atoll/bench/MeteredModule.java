package dev.atoll.bench;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.instrument.InstrumentationOptions;
import dev.atoll.wasm.instrument.InstrumentedModule;
import dev.atoll.wasm.instrument.Instrumenter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A module that counts its instructions in a global, as the Internet Computer has it done, for an
/// engine that does not count by itself.
final class MeteredModule {

  /// What V8 lets a memory grow to.
  private static final long MEMORY_PAGES_MAX = 65_536;

  private static final int HEADER = 8;
  private static final int EXPORTS = 7;
  private static final int MEMORY = 2;
  private static final int GLOBAL = 3;

  private MeteredModule() {}

  /// The module with its counter exported as `instructions` and its memory as `memory0`, which is
  /// made one of 32 bits if it has 64.
  static byte[] of(Bytes wasm) {
    InstrumentedModule metered =
        Instrumenter.instrument(
            ValidatedModule.ofPlain(wasm),
            InstrumentationOptions.none()
                .withMeter(true)
                .withLowerMemory64(true)
                .withMaxMemoryPages(MEMORY_PAGES_MAX));
    ByteBuffer in = ByteBuffer.wrap(metered.bytes().toByteArray());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(in.array(), 0, HEADER);
    in.position(HEADER);
    while (in.hasRemaining()) {
      int id = in.get();
      byte[] content = new byte[number(in)];
      in.get(content);
      write(out, id, id == EXPORTS ? withCounter(content, metered.counterGlobal()) : content);
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, int id, byte[] content) {
    out.write(id);
    writeNumber(out, content.length);
    out.writeBytes(content);
  }

  private static byte[] withCounter(byte[] exports, int counter) {
    ByteBuffer in = ByteBuffer.wrap(exports);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writeNumber(out, number(in) + 2);
    out.write(exports, in.position(), in.remaining());
    writeExport(out, "instructions", GLOBAL, counter);
    writeExport(out, "memory0", MEMORY, 0);
    return out.toByteArray();
  }

  private static void writeExport(ByteArrayOutputStream out, String name, int kind, int index) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    writeNumber(out, bytes.length);
    out.writeBytes(bytes);
    out.write(kind);
    writeNumber(out, index);
  }

  private static int number(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int b = in.get();
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  private static void writeNumber(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
