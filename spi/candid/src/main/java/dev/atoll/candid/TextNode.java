package dev.atoll.candid;

import java.math.BigInteger;
import java.util.List;

/// A value as it is written: numbers have no type yet.
sealed interface TextNode {

  /// A value whose type is plain from its syntax.
  record Literal(CandidValue value) implements TextNode {}

  record Whole(BigInteger value) implements TextNode {}

  /// @param digits as `Double.parseDouble` reads them
  record Fraction(String digits) implements TextNode {}

  record Opt(TextNode of) implements TextNode {}

  record Vec(List<TextNode> elements) implements TextNode {}

  record Rec(List<Field> fields) implements TextNode {}

  record Variant(Field field) implements TextNode {}

  /// `value : type`.
  record Annotated(TextNode value, CandidType type) implements TextNode {}

  record Field(FieldLabel label, TextNode value) {}
}
