package dev.atoll.wasm;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an instruction takes from the operand stack and leaves on it, as bytes of the binary
/// format: [Instruction#signature] in a form that is fast to apply.
final class StackEffect {

  /// Stands for the type of an address.
  static final int ADDRESS = 1;

  private static final @Nullable StackEffect[] TABLE = new StackEffect[Instructions.SLOTS];

  static {
    Instructions.all()
        .forEach(i -> TABLE[Instructions.slot(i.opcode())] = new StackEffect(i.signature()));
  }

  /// The types taken, the topmost first.
  final byte[] pops;

  /// The types left.
  final byte[] pushes;

  private StackEffect(String signature) {
    int arrow = Math.max(0, signature.indexOf('>'));
    this.pops = new byte[arrow];
    for (int i = 0; i < arrow; i++) {
      pops[arrow - 1 - i] = codeOf(signature.charAt(i));
    }
    this.pushes = new byte[Math.max(0, signature.length() - arrow - 1)];
    for (int i = 0; i < pushes.length; i++) {
      pushes[i] = codeOf(signature.charAt(arrow + 1 + i));
    }
  }

  /// Of an instruction whose types do not depend on anything else.
  static StackEffect of(int opcode) {
    return Objects.requireNonNull(TABLE[Instructions.slot(opcode)]);
  }

  private static byte codeOf(char letter) {
    return (byte) (letter == 'a' ? ADDRESS : ValueType.ofLetter(letter).code());
  }
}
