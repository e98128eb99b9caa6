package dev.atoll.spi.tck.wast;

import dev.atoll.types.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A module as a script gives it.
public final class ScriptModule {

  /// How a module is given.
  public enum Form {
    TEXT,
    BINARY,
    /// Text in strings, perhaps malformed.
    QUOTED
  }

  private final Form form;
  private final List<Sexp> content;

  ScriptModule(Form form, List<Sexp> content) {
    this.form = form;
    this.content = List.copyOf(content);
  }

  public Form form() {
    return form;
  }

  /// The module in the binary format, valid or not.
  ///
  /// @throws WastException if it uses what cannot be written
  public Bytes encode() {
    return switch (form) {
      case TEXT, QUOTED -> ModuleText.encode(fields());
      case BINARY -> Bytes.wrap(strings());
    };
  }

  /// The module in the binary format without the fields that use what the Internet Computer does
  /// not accept, and with definitions in place of what it imports from `spectest`, functions
  /// excepted.
  ///
  /// @throws WastException if nothing is left, or the module is not given as text
  public Bytes encodeAccepted() {
    if (form == Form.BINARY) {
      throw new WastException(0, "a module in the binary format is not trimmed");
    }
    return FieldTrimmer.encode(SpectestDefinitions.apply(fields()));
  }

  private byte[] strings() {
    return new Cursor(content, 0, 0).strings();
  }

  private List<Sexp.Group> fields() {
    List<Sexp> items = content;
    if (form == Form.QUOTED) {
      items = SexpReader.read(new String(strings(), StandardCharsets.ISO_8859_1));
      if (items.size() == 1 && items.getFirst() instanceof Sexp.Group group && group.is("module")) {
        items = group.items().subList(1, group.items().size());
      }
    }
    return items.stream().map(ScriptModule::field).toList();
  }

  private static Sexp.Group field(Sexp item) {
    if (item instanceof Sexp.Group group) {
      return group;
    }
    throw new WastException(item.line(), "a field of a module is expected");
  }
}
