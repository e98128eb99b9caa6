package dev.atoll.candid;

import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Names of the kinds of values, for messages, and what the accessors share.
final class ValueKind {

  private ValueKind() {}

  static String of(CandidValue value) {
    return switch (value) {
      case NumberValue number -> number.type().toString();
      case CandidValue.Null _ -> "null";
      case CandidValue.Reserved _ -> "reserved";
      case CandidValue.Bool _ -> "bool";
      case CandidValue.Text _ -> "text";
      case CandidValue.Opt(var content) -> content == null ? "null" : "opt";
      case CandidValue.Vec _ -> "vec";
      case CandidValue.Blob _ -> "blob";
      case RecordValue _ -> "record";
      case VariantValue _ -> "variant";
      case CandidValue.PrincipalValue _ -> "principal";
      case CandidValue.ServiceValue _ -> "service";
      case CandidValue.FuncValue _ -> "func";
    };
  }

  static CandidException mismatch(CandidValue found, String expected) {
    return new CandidException("found %s, expected %s".formatted(of(found), expected));
  }

  static void checkRange(String type, long value, long min, long max) {
    if (value < min || value > max) {
      throw new CandidException("%s is %d, expected %d to %d".formatted(type, value, min, max));
    }
  }

  static List<CandidValue> unpack(Bytes blob) {
    List<CandidValue> values = new ArrayList<>(blob.size());
    for (int i = 0; i < blob.size(); i++) {
      values.add(new NumberValue.Nat8(blob.get(i) & 0xff));
    }
    return List.copyOf(values);
  }
}
