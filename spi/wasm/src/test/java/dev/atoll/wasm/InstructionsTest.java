package dev.atoll.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The tables, written a second time as regular expressions over names.
class InstructionsTest {

  /// Weight, then names; the first line that matches counts.
  private static final String WEIGHTS =
      """
      0 block|loop|else|end
      2 if|br|br_if|br_table
      5 call
      10 call_indirect
      3 return_call
      60 return_call_indirect
      2 global.(get|set)
      5 table.(get|set)
      20 memory.size
      300 (memory|table).grow|data.drop|elem.drop
      100 table.size|(memory|table).(fill|copy|init)
      10 i(32|64).(div|rem)_.
      2 f(32|64).(add|sub|mul|ceil|floor|trunc|nearest)
      3 f32.div|f64.copysign
      5 f64.div|f32.sqrt|ref.is_null
      8 f64.sqrt
      18 f(32|64).(min|max)
      2 f32.copysign
      3 f(32|64).(eq|ne|lt|gt|le|ge)
      3 f(32|64).convert_i(32|64)_s
      16 f(32|64).convert_i(32|64)_u
      20 i(32|64).trunc_(sat_)?f(32|64)_.
      130 ref.func
      3 i8x16.(shuffle|popcnt|shl|shr_s)
      2 i8x16.shr_u|(i16x8|i32x4).(shl|shr_s|shr_u)|i64x2.(shl|shr_u)
      3 i64x2.shr_s
      2 (i8x16|i16x8|i32x4).(lt|gt)_u
      2 i16x8.extadd_pairwise_i8x16_u|i16x8.extmul_high_i8x16_.
      3 i32x4.extadd_pairwise_i16x8_u
      2 i32x4.mul|i32x4.extmul_.*
      4 i64x2.mul
      2 (f32x4|f64x2).(ceil|floor|trunc|nearest|abs|neg|add|sub|mul)
      5 f32x4.sqrt|f64x2.max
      14 f64x2.sqrt
      10 f32x4.div
      12 f64x2.div
      4 (f32x4|f64x2).min|f32x4.max
      2 i32x4.trunc_sat_f32x4_s|i32x4.trunc_sat_f64x2_s_zero
      4 i32x4.trunc_sat_f32x4_u|f32x4.convert_i32x4_u
      3 i32x4.trunc_sat_f64x2_u_zero
      1 .*
      """;

  /// Types, then names; the first line that matches counts.
  private static final String VECTOR_TYPES =
      """
      av>v v128.load[0-9]+_lane
      av> v128.store.*
      a>v v128.load.*
      >v v128.const
      vvv>v v128.bitselect
      v>i v128.any_true|.*[.](all_true|bitmask)
      v>v v128.not|.*[.](abs|neg|popcnt|ceil|floor|trunc|nearest|sqrt)
      v>v .*[.](extend|extadd|trunc_sat|convert|demote|promote)_.*
      i>v i(8x16|16x8|32x4).splat
      l>v i64x2.splat
      f>v f32x4.splat
      d>v f64x2.splat
      v>i i(8x16|16x8|32x4).extract_lane.*
      v>l i64x2.extract_lane
      v>f f32x4.extract_lane
      v>d f64x2.extract_lane
      vi>v i(8x16|16x8|32x4).replace_lane|.*[.](shl|shr_s|shr_u)
      vl>v i64x2.replace_lane
      vf>v f32x4.replace_lane
      vd>v f64x2.replace_lane
      vv>v .*
      """;

  /// log2 of the bytes of an access, then names; the first line that matches counts.
  private static final String VECTOR_ACCESSES =
      """
      4 v128.(load|store)
      3 v128.load(8x8|16x4|32x2)_.|v128.(load|store)64_.*
      2 v128.(load|store)32_.*
      1 v128.(load|store)16_.*
      0 v128.(load|store)8_.*
      """;

  @Test
  void everyInstructionHasItsWeight() {
    SortedMap<String, Integer> found = new TreeMap<>();
    SortedMap<String, Integer> expected = new TreeMap<>();
    Instructions.all()
        .forEach(
            instruction -> {
              found.put(instruction.name(), instruction.weight());
              expected.put(instruction.name(), expectedWeight(instruction.name()));
            });

    assertThat(found).isEqualTo(expected);
  }

  private static int expectedWeight(String name) {
    return Integer.parseInt(firstMatch(WEIGHTS, name));
  }

  private static String firstMatch(String table, String name) {
    return table
        .lines()
        .map(line -> line.split(" ", 2))
        .filter(columns -> name.matches(columns[1]))
        .findFirst()
        .map(columns -> columns[0])
        .orElseThrow();
  }

  @Test
  void onlyLoadsAndStoresCostMoreOnA64BitMemory() {
    List<String> dearer = new ArrayList<>();
    Instructions.all()
        .forEach(
            instruction -> {
              if (instruction.weight(true) != instruction.weight(false)) {
                assertThat(instruction.weight(true)).isEqualTo(2);
                dearer.add(instruction.name());
              }
            });

    assertThat(dearer).hasSize(23 + 22).allMatch(name -> name.matches(".*\\.(load|store).*"));
  }

  @Test
  void allInstructionsOfTheAcceptedProposalsAreKnown() {
    assertThat(Instructions.all()).hasSize(203 + 236);
    assertThat(Instructions.find(0x06)).isNull();
    assertThat(Instructions.find(0xfd9a)).isNull();
    assertThat(Instructions.find(0xfc12)).isNull();
  }

  @Test
  void vectorInstructionsHaveTheTypesOfTheirNames() {
    assertThat(vectorInstructions()).hasSize(236);
    assertThat(vectorInstructions())
        .allSatisfy(
            instruction ->
                assertThat(instruction.signature())
                    .as(instruction.name())
                    .isEqualTo(firstMatch(VECTOR_TYPES, instruction.name())));
  }

  @Test
  void vectorAccessesHaveTheSizeOfTheirNames() {
    List<Instruction> accesses =
        vectorInstructions().stream().filter(Instruction::isMemoryAccess).toList();

    assertThat(accesses).hasSize(22);
    assertThat(accesses)
        .allSatisfy(
            instruction ->
                assertThat(instruction.detail())
                    .as(instruction.name())
                    .isEqualTo(Integer.parseInt(firstMatch(VECTOR_ACCESSES, instruction.name()))));
  }

  private static List<Instruction> vectorInstructions() {
    return Instructions.all().filter(instruction -> instruction.opcode() >>> 8 == 0xfd).toList();
  }

  @Test
  void complexityFollowsTheReference() {
    assertThat(Instructions.of(Opcodes.CALL).complexity()).isEqualTo(50);
    assertThat(Instructions.of(Opcodes.MEMORY_GROW).complexity()).isEqualTo(50);
    assertThat(Instructions.of(Opcodes.I32_LOAD).complexity()).isEqualTo(3);
    assertThat(Instructions.of(Opcodes.F64_EQ).complexity()).isEqualTo(3);
    assertThat(Instructions.of(Opcodes.I32_ADD).complexity()).isEqualTo(1);
  }
}
