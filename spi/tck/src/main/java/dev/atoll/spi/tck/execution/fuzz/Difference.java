package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.wasm.WasmModule;
import java.util.List;
import java.util.Optional;

/// Two engines gave something else for the same message.
///
/// @param found the case, perhaps made smaller
/// @param message the first one that differs, by its place in the script; -1 for the instantiation
/// @param what differs: `result`, `instructions left`, `globals`, ...
/// @param first what the first engine gave
/// @param second what the second engine gave
public record Difference(FuzzCase found, int message, String what, String first, String second) {

  /// The first difference between two rows of outcomes.
  static Optional<Difference> of(FuzzCase found, List<Outcome> first, List<Outcome> second) {
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      Outcome a = first.get(i);
      Outcome b = second.get(i);
      if (a.isFailure() || b.isFailure() || !a.result().equals(b.result())) {
        return different(found, i, "result", a.result(), b.result());
      }
      if (a.left() != b.left()) {
        return different(found, i, "instructions left", a.left(), b.left());
      }
      if (a.hostTrace() != b.hostTrace()) {
        return different(found, i, "arguments of host calls", a.hostTrace(), b.hostTrace());
      }
      if (!a.globals().equals(b.globals())) {
        return different(found, i, "globals", hex(a.globals()), hex(b.globals()));
      }
      if (a.sizePages() != b.sizePages()) {
        return different(found, i, "size of the memory", a.sizePages(), b.sizePages());
      }
      if (!a.dirtyPages().equals(b.dirtyPages())) {
        return different(found, i, "dirty pages", a.dirtyPages(), b.dirtyPages());
      }
      for (int page = 0; page < a.pageHashes().size(); page++) {
        if (!a.pageHashes().get(page).equals(b.pageHashes().get(page))) {
          int number = a.dirtyPages().get(page);
          return different(
              found,
              i,
              "content of page %d".formatted(number),
              a.pageHashes().get(page),
              b.pageHashes().get(page));
        }
      }
    }
    return first.size() == second.size()
        ? Optional.empty()
        : different(found, first.size(), "number of outcomes", first.size(), second.size());
  }

  private static Optional<Difference> different(
      FuzzCase found, int outcome, String what, Object first, Object second) {
    return Optional.of(
        new Difference(found, outcome - 1, what, first.toString(), second.toString()));
  }

  private static String hex(List<Long> values) {
    return values.stream().map(Long::toHexString).toList().toString();
  }

  /// The whole report: seed, difference, the module as text.
  public String describe() {
    StringBuilder out = new StringBuilder();
    out.append("seed ").append(found.seed()).append(": ").append(what).append(" differ in ");
    out.append(
        message < 0
            ? "the instantiation"
            : message < found.script().size()
                ? found.script().get(message).toString()
                : "the memory at the end");
    out.append("\n  first:  ").append(first);
    out.append("\n  second: ").append(second);
    out.append("\n  script: ").append(found.script());
    out.append("\n  wasm:   ").append(found.wasm().size()).append(" bytes");
    out.append('\n').append(ModuleText.of(WasmModule.decode(found.wasm())));
    return out.toString();
  }
}
