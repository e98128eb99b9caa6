package dev.atoll.spi.tck.execution.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.tck.wast.Command;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Modules that the specification calls malformed or invalid are refused, for the reason that it
/// gives, at a place in the bytes.
final class SpecRefusalsTest {

  /// Our words where they differ: a rule may be broken in more than one way at once, and the
  /// scripts know the instructions of all proposals.
  private static final Map<String, Set<String>> WORDS =
      Map.ofEntries(
          Map.entry("END opcode expected", Set.of("blocks are not closed")),
          Map.entry("illegal opcode", Set.of("constant expression required")),
          Map.entry("illegal opcode ff", Set.of("illegal opcode 0xff")),
          Map.entry("immutable global", Set.of("is immutable")),
          Map.entry(
              "integer representation too long",
              Set.of("malformed section id", "malformed type form", "unexpected end")),
          Map.entry(
              "integer too large",
              Set.of("integer representation too long", "malformed section id")),
          Map.entry("length out of bounds", Set.of("unexpected end")),
          Map.entry("malformed memop flags", Set.of("alignment must not be larger than natural")),
          Map.entry("memory size", Set.of("integer too large")),
          Map.entry("section size mismatch", Set.of("blocks are not closed")),
          Map.entry(
              "size minimum must not be greater than maximum",
              Set.of("is greater than its maximum")),
          Map.entry("start function", Set.of("start function")),
          Map.entry("table size", Set.of("integer too large")),
          Map.entry("type mismatch", Set.of("constant expression required")),
          Map.entry(
              "unexpected end of section or function",
              Set.of("blocks are not closed", "length out of bounds", "unexpected end")),
          Map.entry("unknown elem segment", Set.of("unknown element segment")),
          Map.entry("unknown function", Set.of("is unknown", "names an unknown function")),
          Map.entry("unknown global", Set.of("names an unknown global")),
          Map.entry("unknown memory", Set.of("names an unknown memory", "unknown data segment")),
          Map.entry("unknown table", Set.of("names an unknown table")),
          Map.entry("unknown type", Set.of("type mismatch", "is too large")));

  @Test
  void malformedAndInvalidModulesAreRefusedForTheRightReason() {
    List<String> failures = new ArrayList<>();
    for (String name : SpecScripts.names()) {
      for (Command.AssertRefused command : ScriptPlan.of(SpecScripts.read(name)).refusals()) {
        String fault = check(command);
        if (!fault.isEmpty()) {
          failures.add("%s:%d: %s".formatted(name, command.line(), fault));
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  /// What is wrong, empty if nothing.
  private static String check(Command.AssertRefused command) {
    Bytes wasm = command.module().encode();
    try {
      ValidatedModule.ofPlain(wasm);
      return "accepted, expected " + command.message();
    } catch (WasmException e) {
      if (!matches(command.message(), e.rule())) {
        return "refused for %s, expected %s".formatted(e.rule(), command.message());
      }
      if (e.offset() < 0 || e.offset() > wasm.size()) {
        return "refused without a place: " + e.getMessage();
      }
      return e.function().equals(functionAt(wasm, e.offset())) || command.malformed()
          ? ""
          : "refused without its function: " + e.getMessage();
    }
  }

  private static boolean matches(String expected, String rule) {
    String words = expected.replaceAll(" \\d+$", "");
    return rule.contains(expected)
        || rule.contains(words)
        || WORDS.getOrDefault(words, Set.of()).stream().anyMatch(rule::contains);
  }

  private static OptionalInt functionAt(Bytes wasm, long offset) {
    try {
      for (FunctionBody body : WasmModule.decode(wasm).bodies()) {
        if (offset >= body.start() && offset < body.end()) {
          return OptionalInt.of(body.functionIndex());
        }
      }
    } catch (WasmException e) {
      // What cannot be decoded has no functions.
    }
    return OptionalInt.empty();
  }
}
