package dev.atoll.spi.tck.wast;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the commands of a script.
///
/// Source: `interpreter/README.md` of the WebAssembly specification, "Scripts".
final class ScriptReader {

  private ScriptReader() {}

  static List<Command> read(List<Sexp> items) {
    List<Command> commands = new ArrayList<>();
    if (!items.isEmpty() && isField(items.getFirst())) {
      return List.of(
          new Command.Instantiate(1, null, new ScriptModule(ScriptModule.Form.TEXT, items)));
    }
    for (Sexp item : items) {
      if (!(item instanceof Sexp.Group group)) {
        throw new WastException(item.line(), "a command is expected");
      }
      commands.add(command(group));
    }
    return commands;
  }

  /// A file may be the fields of one module.
  private static boolean isField(Sexp item) {
    return item instanceof Sexp.Group group
        && switch (group.keyword()) {
          case "func", "memory", "table", "global", "type", "import", "export", "data", "elem" ->
              true;
          default -> false;
        };
  }

  private static Command command(Sexp.Group group) {
    int line = group.line();
    Cursor in = group.rest();
    return switch (group.keyword()) {
      case "module" -> module(line, in);
      case "register" -> {
        String name = new String(in.bytes(), StandardCharsets.UTF_8);
        yield new Command.Register(line, name, in.identifier());
      }
      case "invoke", "get" -> new Command.Perform(line, action(group));
      case "assert_return" -> {
        Action action = action(in.group());
        List<Expected> expected = new ArrayList<>();
        while (in.hasNext()) {
          expected.add(ValueText.expected(in.group()));
        }
        yield new Command.AssertReturn(line, action, expected);
      }
      case "assert_trap" -> {
        Sexp.Group subject = in.group();
        String message = message(in);
        yield subject.is("module")
            ? new Command.AssertStartTraps(line, form(subject), message)
            : new Command.AssertTrap(line, action(subject), message);
      }
      case "assert_exhaustion" -> new Command.AssertExhaustion(line, action(in.group()));
      case "assert_exception" -> new Command.AssertException(line, action(in.group()));
      case "assert_invalid" ->
          new Command.AssertRefused(line, false, form(in.group()), message(in));
      case "assert_malformed" ->
          new Command.AssertRefused(line, true, form(in.group()), message(in));
      case "assert_unlinkable" -> new Command.AssertUnlinkable(line, form(in.group()));
      default -> throw new WastException(line, "unknown command " + group.keyword());
    };
  }

  private static String message(Cursor in) {
    return new String(in.bytes(), StandardCharsets.UTF_8);
  }

  private static Command module(int line, Cursor in) {
    if (in.accept("instance")) {
      return new Command.InstantiateDefined(line, in.identifier(), in.identifier());
    }
    boolean defines = in.accept("definition");
    String name = in.identifier();
    ScriptModule module = form(in);
    return defines
        ? new Command.Define(line, name, module)
        : new Command.Instantiate(line, name, module);
  }

  private static ScriptModule form(Sexp.Group group) {
    Cursor in = group.rest();
    in.accept("definition");
    in.identifier();
    return form(in);
  }

  private static ScriptModule form(Cursor in) {
    ScriptModule.Form form =
        in.accept("binary")
            ? ScriptModule.Form.BINARY
            : in.accept("quote") ? ScriptModule.Form.QUOTED : ScriptModule.Form.TEXT;
    List<Sexp> content = new ArrayList<>();
    while (in.hasNext()) {
      content.add(in.next());
    }
    return new ScriptModule(form, content);
  }

  private static Action action(Sexp.Group group) {
    Cursor in = group.rest();
    @Nullable String instance = in.identifier();
    String export = new String(in.bytes(), StandardCharsets.UTF_8);
    List<Argument> arguments = new ArrayList<>();
    while (in.hasNext()) {
      arguments.add(ValueText.argument(in.group()));
    }
    return new Action(instance, export, group.is("get"), arguments);
  }
}
