package dev.atoll.wasm;

import java.util.List;

/// References for a table.
///
/// @param items one [ConstantExpression.RefFunc], [ConstantExpression.RefNull] or
///     [ConstantExpression.GlobalGet] for each element
public record ElementSegment(SegmentMode mode, ValueType type, List<ConstantExpression> items) {

  public ElementSegment {
    items = List.copyOf(items);
  }
}
