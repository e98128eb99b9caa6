package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.Lanes;
import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.Instructions;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The method for each vector instruction that is no memory access.
///
/// The table is read when the first module with vectors is compiled.
final class VectorOperations {

  private static final String RUNTIME = "dev.atoll.execution.jvm.runtime";

  /// Class, method, shape and names of instructions.
  ///
  /// The shape is that of the name of the instruction (`own`), that of its operands, or none.
  private static final String TABLE =
      """
      VectorBits not - v128.not
      VectorBits and - v128.and
      VectorBits andNot - v128.andnot
      VectorBits or - v128.or
      VectorBits xor - v128.xor
      VectorBits bitselect - v128.bitselect
      VectorBits anyTrue - v128.any_true
      VectorBits allTrue own i8x16.all_true i16x8.all_true i32x4.all_true i64x2.all_true
      VectorBits bitmask own i8x16.bitmask i16x8.bitmask i32x4.bitmask i64x2.bitmask
      VectorLanes splat own i8x16.splat i16x8.splat i32x4.splat
      VectorLanes splat - i64x2.splat f32x4.splat f64x2.splat
      VectorLanes extractSigned own i8x16.extract_lane_s i16x8.extract_lane_s i32x4.extract_lane
      VectorLanes extractUnsigned own i8x16.extract_lane_u i16x8.extract_lane_u
      VectorLanes extractLong - i64x2.extract_lane
      VectorLanes extractFloat - f32x4.extract_lane
      VectorLanes extractDouble - f64x2.extract_lane
      VectorLanes replace own i8x16.replace_lane i16x8.replace_lane i32x4.replace_lane
      VectorLanes replace - i64x2.replace_lane f32x4.replace_lane f64x2.replace_lane
      VectorShuffles shuffle - i8x16.shuffle
      VectorShuffles swizzle - i8x16.swizzle
      VectorArithmetic add own i8x16.add i16x8.add i32x4.add i64x2.add
      VectorArithmetic sub own i8x16.sub i16x8.sub i32x4.sub i64x2.sub
      VectorArithmetic mul own i16x8.mul i32x4.mul i64x2.mul
      VectorArithmetic neg own i8x16.neg i16x8.neg i32x4.neg i64x2.neg
      VectorArithmetic abs own i8x16.abs i16x8.abs i32x4.abs i64x2.abs
      VectorArithmetic popcnt - i8x16.popcnt
      VectorArithmetic averageUnsigned own i8x16.avgr_u i16x8.avgr_u
      VectorSaturation addSigned own i8x16.add_sat_s i16x8.add_sat_s
      VectorSaturation addUnsigned own i8x16.add_sat_u i16x8.add_sat_u
      VectorSaturation subSigned own i8x16.sub_sat_s i16x8.sub_sat_s
      VectorSaturation subUnsigned own i8x16.sub_sat_u i16x8.sub_sat_u
      VectorComparisons eq own i8x16.eq i16x8.eq i32x4.eq i64x2.eq
      VectorComparisons ne own i8x16.ne i16x8.ne i32x4.ne i64x2.ne
      VectorComparisons ltSigned own i8x16.lt_s i16x8.lt_s i32x4.lt_s i64x2.lt_s
      VectorComparisons ltUnsigned own i8x16.lt_u i16x8.lt_u i32x4.lt_u
      VectorComparisons gtSigned own i8x16.gt_s i16x8.gt_s i32x4.gt_s i64x2.gt_s
      VectorComparisons gtUnsigned own i8x16.gt_u i16x8.gt_u i32x4.gt_u
      VectorComparisons leSigned own i8x16.le_s i16x8.le_s i32x4.le_s i64x2.le_s
      VectorComparisons leUnsigned own i8x16.le_u i16x8.le_u i32x4.le_u
      VectorComparisons geSigned own i8x16.ge_s i16x8.ge_s i32x4.ge_s i64x2.ge_s
      VectorComparisons geUnsigned own i8x16.ge_u i16x8.ge_u i32x4.ge_u
      VectorComparisons minSigned own i8x16.min_s i16x8.min_s i32x4.min_s
      VectorComparisons minUnsigned own i8x16.min_u i16x8.min_u i32x4.min_u
      VectorComparisons maxSigned own i8x16.max_s i16x8.max_s i32x4.max_s
      VectorComparisons maxUnsigned own i8x16.max_u i16x8.max_u i32x4.max_u
      VectorShifts shl own i8x16.shl i16x8.shl i32x4.shl i64x2.shl
      VectorShifts shrSigned own i8x16.shr_s i16x8.shr_s i32x4.shr_s i64x2.shr_s
      VectorShifts shrUnsigned own i8x16.shr_u i16x8.shr_u i32x4.shr_u i64x2.shr_u
      VectorWidths extendLowSigned own i16x8.extend_low_i8x16_s i32x4.extend_low_i16x8_s
      VectorWidths extendLowSigned own i64x2.extend_low_i32x4_s
      VectorWidths extendHighSigned own i16x8.extend_high_i8x16_s i32x4.extend_high_i16x8_s
      VectorWidths extendHighSigned own i64x2.extend_high_i32x4_s
      VectorWidths addPairsSigned own i16x8.extadd_pairwise_i8x16_s i32x4.extadd_pairwise_i16x8_s
      VectorWidths narrowSigned operand i8x16.narrow_i16x8_s i16x8.narrow_i32x4_s
      VectorWidths extendLowUnsigned own i16x8.extend_low_i8x16_u i32x4.extend_low_i16x8_u
      VectorWidths extendLowUnsigned own i64x2.extend_low_i32x4_u
      VectorWidths extendHighUnsigned own i16x8.extend_high_i8x16_u i32x4.extend_high_i16x8_u
      VectorWidths extendHighUnsigned own i64x2.extend_high_i32x4_u
      VectorWidths addPairsUnsigned own i16x8.extadd_pairwise_i8x16_u i32x4.extadd_pairwise_i16x8_u
      VectorWidths narrowUnsigned operand i8x16.narrow_i16x8_u i16x8.narrow_i32x4_u
      VectorProducts mulLowSigned own i16x8.extmul_low_i8x16_s i32x4.extmul_low_i16x8_s
      VectorProducts mulLowSigned own i64x2.extmul_low_i32x4_s
      VectorProducts mulHighSigned own i16x8.extmul_high_i8x16_s i32x4.extmul_high_i16x8_s
      VectorProducts mulHighSigned own i64x2.extmul_high_i32x4_s
      VectorProducts mulLowUnsigned own i16x8.extmul_low_i8x16_u i32x4.extmul_low_i16x8_u
      VectorProducts mulLowUnsigned own i64x2.extmul_low_i32x4_u
      VectorProducts mulHighUnsigned own i16x8.extmul_high_i8x16_u i32x4.extmul_high_i16x8_u
      VectorProducts mulHighUnsigned own i64x2.extmul_high_i32x4_u
      VectorProducts dot - i32x4.dot_i16x8_s
      VectorProducts mulFractions - i16x8.q15mulr_sat_s
      VectorFloats abs - f32x4.abs
      VectorFloats neg - f32x4.neg
      VectorFloats ceil - f32x4.ceil
      VectorFloats floor - f32x4.floor
      VectorFloats trunc - f32x4.trunc
      VectorFloats nearest - f32x4.nearest
      VectorFloats sqrt - f32x4.sqrt
      VectorFloats add - f32x4.add
      VectorFloats sub - f32x4.sub
      VectorFloats mul - f32x4.mul
      VectorFloats div - f32x4.div
      VectorFloats min - f32x4.min
      VectorFloats max - f32x4.max
      VectorFloats pseudoMin - f32x4.pmin
      VectorFloats pseudoMax - f32x4.pmax
      VectorFloats eq - f32x4.eq
      VectorFloats ne - f32x4.ne
      VectorFloats lt - f32x4.lt
      VectorFloats gt - f32x4.gt
      VectorFloats le - f32x4.le
      VectorFloats ge - f32x4.ge
      VectorDoubles abs - f64x2.abs
      VectorDoubles neg - f64x2.neg
      VectorDoubles ceil - f64x2.ceil
      VectorDoubles floor - f64x2.floor
      VectorDoubles trunc - f64x2.trunc
      VectorDoubles nearest - f64x2.nearest
      VectorDoubles sqrt - f64x2.sqrt
      VectorDoubles add - f64x2.add
      VectorDoubles sub - f64x2.sub
      VectorDoubles mul - f64x2.mul
      VectorDoubles div - f64x2.div
      VectorDoubles min - f64x2.min
      VectorDoubles max - f64x2.max
      VectorDoubles pseudoMin - f64x2.pmin
      VectorDoubles pseudoMax - f64x2.pmax
      VectorDoubles eq - f64x2.eq
      VectorDoubles ne - f64x2.ne
      VectorDoubles lt - f64x2.lt
      VectorDoubles gt - f64x2.gt
      VectorDoubles le - f64x2.le
      VectorDoubles ge - f64x2.ge
      VectorConversions floatsToSigned - i32x4.trunc_sat_f32x4_s
      VectorConversions floatsToUnsigned - i32x4.trunc_sat_f32x4_u
      VectorConversions doublesToSigned - i32x4.trunc_sat_f64x2_s_zero
      VectorConversions doublesToUnsigned - i32x4.trunc_sat_f64x2_u_zero
      VectorConversions signedToFloats - f32x4.convert_i32x4_s
      VectorConversions unsignedToFloats - f32x4.convert_i32x4_u
      VectorConversions signedToDoubles - f64x2.convert_low_i32x4_s
      VectorConversions unsignedToDoubles - f64x2.convert_low_i32x4_u
      VectorConversions demote - f32x4.demote_f64x2_zero
      VectorConversions promote - f64x2.promote_low_f32x4
      """;

  private static final Map<Integer, VectorOperation> BY_OPCODE = read();

  private VectorOperations() {}

  private static Map<Integer, VectorOperation> read() {
    Map<String, Instruction> byName = new HashMap<>();
    Instructions.all().forEach(instruction -> byName.put(instruction.name(), instruction));
    Map<Integer, VectorOperation> byOpcode = new HashMap<>();
    TABLE.lines().forEach(line -> read(List.of(line.split(" ", -1)), byName, byOpcode));
    return Map.copyOf(byOpcode);
  }

  private static void read(
      List<String> line, Map<String, Instruction> byName, Map<Integer, VectorOperation> byOpcode) {
    ClassDesc owner = ClassDesc.of(RUNTIME, line.get(0));
    for (String name : line.subList(3, line.size())) {
      Instruction instruction = byName.get(name);
      if (instruction == null) {
        throw new IllegalStateException("no instruction is called " + name);
      }
      long shape =
          switch (line.get(2)) {
            case "own" -> shape(name.substring(0, name.indexOf('.')));
            case "operand" -> shape(name.split("_", -1)[1]);
            default -> 0;
          };
      byOpcode.put(
          instruction.opcode(), VectorOperation.of(owner, line.get(1), instruction, shape));
    }
  }

  private static long shape(String name) {
    return switch (name) {
      case "i8x16" -> Lanes.I8;
      case "i16x8" -> Lanes.I16;
      case "i32x4" -> Lanes.I32;
      case "i64x2" -> Lanes.I64;
      default -> throw new IllegalArgumentException("no shape is called " + name);
    };
  }

  /// The method for an instruction that neither accesses memory nor is a constant.
  static VectorOperation of(Instruction instruction) {
    VectorOperation operation = BY_OPCODE.get(instruction.opcode());
    if (operation == null) {
      throw new IllegalArgumentException("no operation for " + instruction.name());
    }
    return operation;
  }
}
