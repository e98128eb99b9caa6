package dev.atoll.wasm;

/// A method that users and canisters can call.
///
/// @param name without the prefix
/// @param functionIndex in the function index space of the uploaded module
public record ExportedMethod(Kind kind, String name, int functionIndex) {

  /// How the method may be called.
  public enum Kind {
    UPDATE("canister_update "),
    QUERY("canister_query "),
    COMPOSITE_QUERY("canister_composite_query ");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /// What comes before the name in the export, a space at its end.
    public String prefix() {
      return prefix;
    }
  }

  /// The name of the export: `canister_query get`.
  public String exportName() {
    return kind.prefix() + name;
  }
}
