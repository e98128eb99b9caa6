package dev.atoll.spi.tck.wast;

import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.WasmWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the instructions of one function or constant expression, flat and folded ones.
///
/// Source: WebAssembly core specification, "Text Format: Instructions".
final class CodeText {

  private static final int TRY_TABLE = 0x1f;
  private static final int NO_RESULT = 0x40;

  /// By their byte.
  private static final List<String> CATCHES =
      List.of("catch", "catch_ref", "catch_all", "catch_all_ref");

  private final ModuleScope scope;
  private final WasmWriter out;
  private final ImmediateText immediates;

  /// The names of the open blocks, innermost last.
  private final List<@Nullable String> labels = new ArrayList<>();

  CodeText(ModuleScope scope, IndexSpace locals, WasmWriter out) {
    this.scope = scope;
    this.out = out;
    this.immediates = new ImmediateText(scope, locals, labels);
  }

  /// A constant expression with its `end`.
  static void constant(ModuleScope scope, Cursor in, WasmWriter out) {
    new CodeText(scope, new IndexSpace("local"), out).instructions(in);
    out.u8(Opcodes.END);
  }

  /// All instructions up to the end of the list.
  void instructions(Cursor in) {
    while (in.hasNext()) {
      instruction(in);
    }
  }

  private void instruction(Cursor in) {
    if (in.atGroup()) {
      folded(in.group());
      return;
    }
    String name = in.atom().text();
    switch (name) {
      case "block", "loop", "if", "try_table" -> {
        open(name, in);
        flatBlock(in);
      }
      default -> plain(name, in, out);
    }
  }

  /// Instructions up to `end`, with an `else` in between.
  private void flatBlock(Cursor in) {
    while (!in.accept("end")) {
      if (in.accept("else")) {
        in.identifier();
        out.u8(Opcodes.ELSE);
      } else {
        instruction(in);
      }
    }
    in.identifier();
    close();
  }

  private void folded(Sexp.Group group) {
    Cursor in = group.rest();
    switch (group.keyword()) {
      case "block", "loop", "try_table" -> {
        open(group.keyword(), in);
        instructions(in);
        close();
      }
      case "if" -> foldedIf(in);
      default -> {
        WasmWriter own = new WasmWriter();
        plain(group.keyword(), in, own);
        instructions(in);
        out.raw(own);
      }
    }
  }

  /// The condition stands between type and branches, and is computed outside of the block.
  private void foldedIf(Cursor in) {
    String label = in.identifier();
    WasmWriter type = new WasmWriter();
    blockType(in, type);
    while (in.atGroup() && !in.atGroup("then")) {
      folded(in.group());
    }
    labels.add(label);
    out.u8(Opcodes.IF).raw(type);
    instructions(in.group().rest());
    if (in.hasNext()) {
      out.u8(Opcodes.ELSE);
      instructions(in.group().rest());
    }
    close();
  }

  private void open(String name, Cursor in) {
    String label = in.identifier();
    int opcode =
        switch (name) {
          case "block" -> Opcodes.BLOCK;
          case "loop" -> Opcodes.LOOP;
          case "if" -> Opcodes.IF;
          default -> TRY_TABLE;
        };
    out.u8(opcode);
    blockType(in, out);
    if (opcode == TRY_TABLE) {
      catches(in);
    }
    labels.add(label);
  }

  private void close() {
    out.u8(Opcodes.END);
    labels.removeLast();
  }

  private void blockType(Cursor in, WasmWriter to) {
    TypeText.Use use = scope.types.use(in);
    FunctionSignature signature = use.signature();
    if (use.explicit() || !signature.parameters().isEmpty() || signature.results().size() > 1) {
      to.signed(scope.types.indexOf(use));
    } else if (signature.isEmpty()) {
      to.u8(NO_RESULT);
    } else {
      TypeText.raw(to, signature.results().getFirst());
    }
  }

  private void catches(Cursor in) {
    WasmWriter clauses = new WasmWriter();
    int count = 0;
    for (; in.atGroupStarting("catch"); count++) {
      Sexp.Group clause = in.group();
      Cursor operands = clause.rest();
      clauses.u8(CATCHES.indexOf(clause.keyword()));
      if (!clause.keyword().startsWith("catch_all")) {
        clauses.unsigned(scope.tags.resolve(operands.atom()));
      }
      clauses.unsigned(immediates.label(operands.atom()));
    }
    out.unsigned(count).raw(clauses);
  }

  private void plain(String name, Cursor in, WasmWriter to) {
    String actual = name.equals("select") && in.atGroup("result") ? "select_typed" : name;
    TextInstruction instruction = TextInstruction.find(actual);
    if (instruction == null) {
      throw new WastException(in.line(), "unknown instruction " + name);
    }
    instruction.writeOpcode(to);
    immediates.write(instruction, name, in, to);
  }
}
