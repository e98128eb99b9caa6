package dev.atoll.candid;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Values in the text format, on one line.
///
/// Numbers, `null` and `reserved` carry their types, so that the types of a message survive;
/// `null` alone is an absent `opt`.
final class TextPrinter {

  private final StringBuilder out = new StringBuilder();

  private final CandidPath path = new CandidPath(DecodeLimits.DEPTH_MAX);

  private TextPrinter() {}

  static String print(CandidValue value) {
    TextPrinter printer = new TextPrinter();
    printer.annotated(value);
    return printer.out.toString();
  }

  static String print(List<CandidValue> values) {
    TextPrinter printer = new TextPrinter();
    printer.out.append('(');
    String separator = "";
    for (CandidValue value : values) {
      printer.out.append(separator);
      printer.annotated(value);
      separator = ", ";
    }
    return printer.out.append(')').toString();
  }

  /// A value where the grammar takes an annotation.
  private void annotated(CandidValue value) {
    plain(value);
    switch (value) {
      case NumberValue number -> out.append(" : ").append(number.type());
      case CandidValue.Null _ -> out.append(" : null");
      case CandidValue.Reserved _ -> out.append(" : reserved");
      default -> {}
    }
  }

  private void plain(CandidValue value) {
    path.enterOpt();
    switch (value) {
      case NumberValue number -> number(number);
      case CandidValue.Null _, CandidValue.Reserved _ -> out.append("null");
      case CandidValue.Bool(boolean truth) -> out.append(truth);
      case CandidValue.Text(String text) -> Names.appendQuoted(out, text);
      case CandidValue.Opt(var content) -> {
        if (content == null) {
          out.append("null");
        } else {
          out.append("opt ");
          nested(content);
        }
      }
      case CandidValue.Vec(List<CandidValue> values) -> vec(values);
      case CandidValue.Blob(Bytes bytes) -> blob(bytes);
      case RecordValue(List<FieldValue> fields) -> record(fields);
      case VariantValue variant -> variant(variant);
      case CandidValue.PrincipalValue(Principal id) -> reference("principal", id);
      case CandidValue.ServiceValue(Principal id) -> reference("service", id);
      case CandidValue.FuncValue(Principal id, String method) -> {
        reference("func", id);
        out.append('.');
        Names.append(out, method);
      }
    }
    path.leave();
  }

  private void nested(CandidValue value) {
    boolean needsAnnotation =
        value instanceof NumberValue
            || value instanceof CandidValue.Null
            || value instanceof CandidValue.Reserved;
    if (needsAnnotation) {
      out.append('(');
      annotated(value);
      out.append(')');
    } else {
      plain(value);
    }
  }

  private void number(NumberValue number) {
    switch (number) {
      case NumberValue.Float32(float value) -> floating(value, Float.toString(value));
      case NumberValue.Float64(double value) -> floating(value, Double.toString(value));
      default -> Names.appendNumber(out, number.toBigInteger().toString());
    }
  }

  private void floating(double value, String digits) {
    if (Double.isNaN(value)) {
      out.append("nan");
    } else if (Double.isInfinite(value)) {
      out.append(value > 0 ? "inf" : "-inf");
    } else {
      out.append(digits.toLowerCase(Locale.ROOT));
    }
  }

  private void vec(List<CandidValue> values) {
    out.append("vec {");
    String separator = " ";
    for (CandidValue value : values) {
      out.append(separator);
      annotated(value);
      separator = "; ";
    }
    out.append(values.isEmpty() ? "}" : " }");
  }

  private void blob(Bytes bytes) {
    boolean readable = true;
    for (int i = 0; i < bytes.size(); i++) {
      byte b = bytes.get(i);
      readable &= b >= 0x20 && b < 0x7f;
    }
    if (readable) {
      out.append("blob ");
      Names.appendQuoted(out, bytes.toUtf8());
      return;
    }
    out.append("blob \"");
    HexFormat hex = HexFormat.of();
    for (int i = 0; i < bytes.size(); i++) {
      out.append('\\');
      hex.toHexDigits(out, bytes.get(i));
    }
    out.append('"');
  }

  private void record(List<FieldValue> fields) {
    out.append("record {");
    String separator = " ";
    long next = 0;
    for (FieldValue field : fields) {
      out.append(separator);
      if (field.label().name() == null && field.label().id() == next) {
        next++;
      } else {
        Names.append(out, field.label());
        out.append(" = ");
      }
      annotated(field.value());
      separator = "; ";
    }
    out.append(fields.isEmpty() ? "}" : " }");
  }

  private void variant(VariantValue variant) {
    out.append("variant { ");
    Names.append(out, variant.label());
    if (!(variant.value() instanceof CandidValue.Null)) {
      out.append(" = ");
      annotated(variant.value());
    }
    out.append(" }");
  }

  private void reference(String keyword, Principal id) {
    out.append(keyword).append(" \"").append(id).append('"');
  }
}
