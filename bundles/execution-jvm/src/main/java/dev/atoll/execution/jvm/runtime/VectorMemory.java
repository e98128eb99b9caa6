package dev.atoll.execution.jvm.runtime;

/// Loads and stores of vectors at addresses that were checked: the methods are named after the
/// instructions, without the `v128.` in front.
///
/// A store marks the pages that it touches.
///
/// Source: WebAssembly core specification, "Vector Instructions".
public final class VectorMemory {

  private VectorMemory() {}

  public static V128 load(long address, Context context) {
    return new V128(
        CheckedMemory.i64Load(address, context),
        CheckedMemory.i64Load(address + Long.BYTES, context));
  }

  public static void store(long address, V128 value, Context context) {
    CheckedMemory.i64Store(address, value.low(), context);
    CheckedMemory.i64Store(address + Long.BYTES, value.high(), context);
  }

  private static V128 half(long address, Context context) {
    return new V128(CheckedMemory.i64Load(address, context), 0);
  }

  public static V128 load8x8S(long address, Context context) {
    return VectorWidths.extendLowSigned(half(address, context), Lanes.I16);
  }

  public static V128 load8x8U(long address, Context context) {
    return VectorWidths.extendLowUnsigned(half(address, context), Lanes.I16);
  }

  public static V128 load16x4S(long address, Context context) {
    return VectorWidths.extendLowSigned(half(address, context), Lanes.I32);
  }

  public static V128 load16x4U(long address, Context context) {
    return VectorWidths.extendLowUnsigned(half(address, context), Lanes.I32);
  }

  public static V128 load32x2S(long address, Context context) {
    return VectorWidths.extendLowSigned(half(address, context), Lanes.I64);
  }

  public static V128 load32x2U(long address, Context context) {
    return VectorWidths.extendLowUnsigned(half(address, context), Lanes.I64);
  }

  public static V128 load8Splat(long address, Context context) {
    return VectorLanes.splat(CheckedMemory.i32Load8U(address, context), Lanes.I8);
  }

  public static V128 load16Splat(long address, Context context) {
    return VectorLanes.splat(CheckedMemory.i32Load16U(address, context), Lanes.I16);
  }

  public static V128 load32Splat(long address, Context context) {
    return VectorLanes.splat(CheckedMemory.i32Load(address, context), Lanes.I32);
  }

  public static V128 load64Splat(long address, Context context) {
    return VectorLanes.splat(CheckedMemory.i64Load(address, context));
  }

  public static V128 load32Zero(long address, Context context) {
    return new V128(CheckedMemory.i64Load32U(address, context), 0);
  }

  public static V128 load64Zero(long address, Context context) {
    return half(address, context);
  }

  public static V128 load8Lane(long address, V128 value, int lane, Context context) {
    return VectorLanes.replace(value, CheckedMemory.i32Load8U(address, context), lane, Lanes.I8);
  }

  public static V128 load16Lane(long address, V128 value, int lane, Context context) {
    return VectorLanes.replace(value, CheckedMemory.i32Load16U(address, context), lane, Lanes.I16);
  }

  public static V128 load32Lane(long address, V128 value, int lane, Context context) {
    return VectorLanes.replace(value, CheckedMemory.i32Load(address, context), lane, Lanes.I32);
  }

  public static V128 load64Lane(long address, V128 value, int lane, Context context) {
    return VectorLanes.replace(value, CheckedMemory.i64Load(address, context), lane);
  }

  public static void store8Lane(long address, V128 value, int lane, Context context) {
    CheckedMemory.i32Store8(address, VectorLanes.extractUnsigned(value, lane, Lanes.I8), context);
  }

  public static void store16Lane(long address, V128 value, int lane, Context context) {
    CheckedMemory.i32Store16(address, VectorLanes.extractUnsigned(value, lane, Lanes.I16), context);
  }

  public static void store32Lane(long address, V128 value, int lane, Context context) {
    CheckedMemory.i32Store(address, VectorLanes.extractSigned(value, lane, Lanes.I32), context);
  }

  public static void store64Lane(long address, V128 value, int lane, Context context) {
    CheckedMemory.i64Store(address, VectorLanes.extractLong(value, lane), context);
  }
}
