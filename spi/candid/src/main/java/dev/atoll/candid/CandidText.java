package dev.atoll.candid;

import java.util.ArrayList;
import java.util.List;

/// The text format of values, as people type and read it: `(1 : nat, record { a = "x" })`.
///
/// Source: Candid.md, "Values".
public final class CandidText {

  private CandidText() {}

  /// Parses a list of values in parentheses by the types that it tells itself: a whole number
  /// without a type is an `int`, one with a fraction a `float64`.
  ///
  /// @throws CandidException with line and column if the source is no such list
  public static List<CandidValue> parse(String source) {
    TextTyper typer = new TextTyper(TypeEnvironment.EMPTY, new CandidPath(DecodeLimits.DEPTH_MAX));
    return read(source).stream().map(typer::infer).toList();
  }

  /// Parses a list of values in parentheses as values of `types`.
  ///
  /// Missing values at the end are null where the type accepts that. Record fields that a type does
  /// not have are left out.
  ///
  /// @throws CandidException if the source is no such list or a value does not fit its type
  public static List<CandidValue> parse(
      String source, TypeEnvironment environment, List<CandidType> types) {
    List<TextNode> nodes = read(source);
    if (nodes.size() > types.size()) {
      throw new CandidException(
          "found %d values, expected %d".formatted(nodes.size(), types.size()));
    }
    CandidPath path = new CandidPath(DecodeLimits.DEPTH_MAX);
    TextTyper typer = new TextTyper(environment, path);
    List<CandidValue> values = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      path.startArgument(i);
      try {
        values.add(
            i < nodes.size()
                ? typer.type(nodes.get(i), types.get(i))
                : typer.missing(types.get(i)));
      } catch (CandidException e) {
        throw new CandidException(path.describe(), String.valueOf(e.getMessage()));
      }
    }
    return List.copyOf(values);
  }

  /// The values in parentheses, on one line; [#parse] reads it back.
  public static String print(List<CandidValue> values) {
    return TextPrinter.print(values);
  }

  /// One value, without parentheses.
  public static String print(CandidValue value) {
    return TextPrinter.print(value);
  }

  private static List<TextNode> read(String source) {
    TokenStream in = new TokenStream(source);
    List<TextNode> nodes = new ValueParser(in).arguments();
    in.expectEnd();
    return nodes;
  }
}
