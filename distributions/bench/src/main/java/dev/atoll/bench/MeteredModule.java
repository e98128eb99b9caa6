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

  private static final int HEADER = 8;
  private static final int EXPORTS = 7;
  private static final int GLOBAL = 3;

  private MeteredModule() {}

  /// The module with its counter exported as `instructions`.
  static byte[] of(Bytes wasm) {
    InstrumentedModule metered =
        Instrumenter.instrument(
            ValidatedModule.ofPlain(wasm), InstrumentationOptions.none().withMeter(true));
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
    writeNumber(out, number(in) + 1);
    out.write(exports, in.position(), in.remaining());
    byte[] name = "instructions".getBytes(StandardCharsets.UTF_8);
    writeNumber(out, name.length);
    out.writeBytes(name);
    out.write(GLOBAL);
    writeNumber(out, counter);
    return out.toByteArray();
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
