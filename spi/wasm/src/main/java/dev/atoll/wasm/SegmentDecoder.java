package dev.atoll.wasm;

import java.util.ArrayList;
import java.util.List;

/// Reads element and data segments in all their forms.
///
/// Source: WebAssembly core specification, "Element Section" and "Data Section".
final class SegmentDecoder {

  private static final int NOT_ACTIVE = 1;
  private static final int DECLARATIVE_OR_INDEXED = 2;
  private static final int EXPRESSIONS = 4;
  private static final int FUNCREF_KIND = 0;

  private final ByteReader in;
  private final EntityDecoder entities;
  private final ModuleOffsets offsets;

  SegmentDecoder(ByteReader in, EntityDecoder entities, ModuleOffsets offsets) {
    this.in = in;
    this.entities = entities;
    this.offsets = offsets;
  }

  List<ElementSegment> elements() {
    int count = in.vectorLength();
    FormatLimits.check(in.position() - 1L, "element segments", count, FormatLimits.SEGMENTS_MAX);
    List<ElementSegment> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      offsets.elements.add(in.position());
      result.add(element());
    }
    return result;
  }

  private ElementSegment element() {
    int form = in.u32();
    if (form < 0 || form > 7) {
      throw in.malformed("malformed element segment form %d".formatted(form));
    }
    SegmentMode mode = elementMode(form);
    boolean expressions = (form & EXPRESSIONS) != 0;
    ValueType type = ValueType.FUNCREF;
    if ((form & (NOT_ACTIVE | DECLARATIVE_OR_INDEXED)) != 0) {
      if (expressions) {
        type = entities.referenceType();
      } else if (in.u8() != FUNCREF_KIND) {
        throw in.malformed("malformed element kind");
      }
    }
    int count = in.vectorLength();
    List<ConstantExpression> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(expressions ? entities.constant() : new ConstantExpression.RefFunc(in.index()));
    }
    return new ElementSegment(mode, type, items);
  }

  private SegmentMode elementMode(int form) {
    if ((form & NOT_ACTIVE) == 0) {
      int table = (form & DECLARATIVE_OR_INDEXED) == 0 ? 0 : in.index();
      return new SegmentMode.Active(table, entities.constant());
    }
    return (form & DECLARATIVE_OR_INDEXED) == 0
        ? new SegmentMode.Passive()
        : new SegmentMode.Declarative();
  }

  List<DataSegment> data() {
    int count = in.vectorLength();
    FormatLimits.check(in.position() - 1L, "data segments", count, FormatLimits.SEGMENTS_MAX);
    List<DataSegment> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      offsets.data.add(in.position());
      int form = in.u32();
      SegmentMode mode =
          switch (form) {
            case 0 -> new SegmentMode.Active(0, entities.constant());
            case 1 -> new SegmentMode.Passive();
            case 2 -> new SegmentMode.Active(in.index(), entities.constant());
            default -> throw in.malformed("malformed data segment form %d".formatted(form));
          };
      int length = in.vectorLength();
      result.add(new DataSegment(mode, in.skip(length), length));
    }
    return result;
  }
}
