package dev.atoll.execution.jvm.compiler;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a `br_table` chooses from.
///
/// A switch of the JVM takes four bytes for each index, and each of them is looked at with all
/// types on the stack when the method is written. Where many indexes share few labels, an index is
/// looked up in string constants first, a character for each, and the switch has each label once.
final class BranchTable {

  /// Indexes to a label that another index has already, before they are looked up.
  private static final int REPEATED_MAX = 512;

  /// A constant takes at most 65,535 bytes, a character up to three.
  private static final int CHUNK_BITS = 14;

  /// The estimates of code in bytes: of one label, of a lookup, and of one constant of it.
  private static final int CASE = 6;

  private static final int LOOKUP = 48;
  private static final int CHUNK = 12;

  private static final MethodTypeDesc LESSER =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
  private static final MethodTypeDesc CHAR_AT =
      MethodTypeDesc.of(ConstantDescs.CD_char, ConstantDescs.CD_int);

  private final int[] labels;
  private final Map<Integer, Integer> numbers = new HashMap<>();
  private final List<Integer> distinct = new ArrayList<>();

  /// @param labels the label of each index; the last one is that of all other indexes
  BranchTable(int[] labels) {
    this.labels = labels;
    for (int label : labels) {
      if (numbers.putIfAbsent(label, distinct.size()) == null) {
        distinct.add(label);
      }
    }
  }

  private boolean isLookedUp() {
    // A character counts to 65,535.
    return labels.length - distinct.size() > REPEATED_MAX && distinct.size() <= Character.MAX_VALUE;
  }

  /// The labels, each once.
  List<Integer> distinct() {
    return distinct;
  }

  /// An estimate of the code that chooses, in bytes.
  int codeBytes() {
    return isLookedUp() ? CASE * distinct.size() + LOOKUP + CHUNK * chunks() : CASE * labels.length;
  }

  private int chunks() {
    return (labels.length >>> CHUNK_BITS) + 1;
  }

  /// The labels that [#choose] chooses from by their places: the last one is chosen by all that is
  /// no place.
  int[] targets() {
    return isLookedUp() ? distinct.stream().mapToInt(Integer::intValue).toArray() : labels;
  }

  /// Makes a place in [#targets] of the index on the JVM's stack.
  void choose(CodeBuilder code) {
    if (!isLookedUp()) {
      return;
    }
    code.loadConstant(labels.length - 1).invokestatic(Names.NUMBERS, "lesserU", LESSER);
    if (chunks() == 1) {
      code.loadConstant(chunk(0)).swap();
    } else {
      Label found = code.newLabel();
      List<Label> starts = new ArrayList<>();
      List<SwitchCase> cases = new ArrayList<>();
      for (int i = 0; i < chunks(); i++) {
        starts.add(code.newLabel());
        cases.add(SwitchCase.of(i, starts.get(i)));
      }
      code.dup().loadConstant(CHUNK_BITS).iushr();
      code.tableswitch(0, chunks() - 1, starts.getLast(), cases);
      for (int i = 0; i < chunks(); i++) {
        code.labelBinding(starts.get(i)).loadConstant(chunk(i)).goto_(found);
      }
      code.labelBinding(found).swap().loadConstant((1 << CHUNK_BITS) - 1).iand();
    }
    code.invokevirtual(ConstantDescs.CD_String, "charAt", CHAR_AT);
  }

  private String chunk(int number) {
    int from = number << CHUNK_BITS;
    int to = Math.min(labels.length, from + (1 << CHUNK_BITS));
    StringBuilder chunk = new StringBuilder();
    for (int i = from; i < to; i++) {
      chunk.append((char) numbers.getOrDefault(labels[i], 0).intValue());
    }
    return chunk.toString();
  }
}
