package dev.atoll.wasm;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/// The types on the operand stack and the open blocks while a function is checked.
///
/// Types are kept as the bytes of the binary format; 0 stands for any type, below unreachable code.
///
/// Source: WebAssembly core specification, "Validation Algorithm".
final class OperandStack {

  static final int ANY = 0;

  /// More operands than this at once are compared and copied as bytes: a type has up to 1,000, and
  /// a module millions of instructions that take and give as many.
  private static final int FEW = 16;

  private final IdentityHashMap<List<ValueType>, byte[]> codes = new IdentityHashMap<>();

  private byte[] types = new byte[64];
  private int height;
  private int greatestHeight;
  private Frame[] frames = new Frame[16];
  private int depth;

  /// An open block, loop, if, else or the function itself.
  static final class Frame {
    final int opcode;
    final List<ValueType> parameters;
    final List<ValueType> results;
    final int height;
    boolean unreachable;

    Frame(int opcode, List<ValueType> parameters, List<ValueType> results, int height) {
      this.opcode = opcode;
      this.parameters = parameters;
      this.results = results;
      this.height = height;
    }

    /// What a branch to this frame takes along.
    List<ValueType> labelTypes() {
      return opcode == Opcodes.LOOP ? parameters : results;
    }
  }

  /// The most operands that there were at once.
  int height() {
    return height;
  }

  int greatestHeight() {
    return greatestHeight;
  }

  int depth() {
    return depth;
  }

  Frame top() {
    return frames[depth - 1];
  }

  /// The frame that a branch of this label depth leaves to.
  Frame frame(int label) {
    if (label >= depth) {
      throw new Mismatch("unknown label %d, %d blocks are open".formatted(label, depth));
    }
    return frames[depth - 1 - label];
  }

  void open(int opcode, List<ValueType> parameters, List<ValueType> results) {
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, depth * 2);
    }
    frames[depth++] = new Frame(opcode, parameters, results, height);
    pushAll(parameters);
  }

  Frame close() {
    Frame frame = top();
    popAll(frame.results);
    if (height != frame.height) {
      throw new Mismatch(
          "type mismatch: %d values are left over at the end of the block"
              .formatted(height - frame.height));
    }
    depth--;
    return frame;
  }

  void unreachable() {
    height = top().height;
    top().unreachable = true;
  }

  void push(ValueType type) {
    push(type.code());
  }

  void push(int code) {
    if (height == types.length) {
      types = Arrays.copyOf(types, height * 2);
    }
    types[height++] = (byte) code;
    greatestHeight = Math.max(greatestHeight, height);
  }

  void pushAll(List<ValueType> all) {
    if (all.size() > FEW) {
      byte[] codes = codes(all);
      if (types.length - height < codes.length) {
        types = Arrays.copyOf(types, Math.max(height * 2, height + codes.length));
      }
      System.arraycopy(codes, 0, types, height, codes.length);
      height += codes.length;
      greatestHeight = Math.max(greatestHeight, height);
      return;
    }
    for (int i = 0; i < all.size(); i++) {
      push(all.get(i).code());
    }
  }

  /// The bytes of a list that comes again and again, because it belongs to a type of the module.
  private byte[] codes(List<ValueType> all) {
    byte[] known = codes.get(all);
    if (known == null) {
      known = new byte[all.size()];
      for (int i = 0; i < known.length; i++) {
        known[i] = (byte) all.get(i).code();
      }
      codes.put(all, known);
    }
    return known;
  }

  /// Whether the operands of the block end with exactly these; false for few, where it does not
  /// matter how long that takes.
  private boolean endsWith(List<ValueType> all) {
    int from = height - all.size();
    return all.size() > FEW
        && from >= top().height
        && Arrays.equals(types, from, height, codes(all), 0, all.size());
  }

  int pop() {
    Frame frame = top();
    if (height == frame.height) {
      if (frame.unreachable) {
        return ANY;
      }
      throw new Mismatch(
          "type mismatch: a value is expected, the operand stack of the block is empty");
    }
    return types[--height];
  }

  int pop(ValueType expected) {
    return popCode(expected.code());
  }

  /// Takes an operand of the type with this byte.
  int popCode(int expected) {
    int found = pop();
    if (found != ANY && found != expected) {
      throw new Mismatch(
          "type mismatch: expected %s, found %s"
              .formatted(ValueType.ofCode(expected), ValueType.ofCode(found)));
    }
    return found;
  }

  void popAll(List<ValueType> all) {
    if (top().unreachable && height == top().height) {
      return; // there is any number of any operands
    }
    if (endsWith(all)) {
      height -= all.size();
      return;
    }
    for (int i = all.size() - 1; i >= 0; i--) {
      pop(all.get(i));
    }
  }

  /// Checks that the top of the stack has these types and leaves it as it is.
  void peekAll(List<ValueType> all) {
    if (endsWith(all)) {
      return;
    }
    int from = height;
    byte[] popped = new byte[all.size()];
    for (int i = all.size() - 1; i >= 0; i--) {
      popped[i] = (byte) pop(all.get(i));
    }
    if (height + popped.length == from) {
      height = from;
    } else {
      for (byte type : popped) {
        push(type);
      }
    }
  }

  /// A fault whose place the caller adds.
  static final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Mismatch(String rule) {
      super(rule, null, false, false);
    }

    String rule() {
      return String.valueOf(getMessage());
    }
  }
}
