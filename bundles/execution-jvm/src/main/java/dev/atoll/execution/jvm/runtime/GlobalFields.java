package dev.atoll.execution.jvm.runtime;

import static dev.atoll.execution.jvm.runtime.UnsafeAccess.UNSAFE;

import dev.atoll.wasm.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The globals of an instance by their raw bits: fields of the generated subclass of [Context].
///
/// Immutable; callable from any thread.
public final class GlobalFields {

  private static final long LOW_HALF = 0xffff_ffffL;

  /// The bits of a reference that is null.
  private static final long NULL = -1;

  private final ValueType[] types;
  private final long[] offsets;
  private final int places;

  /// @param owner the generated class
  /// @param names of its fields, in the order of the globals
  public GlobalFields(Class<?> owner, List<ValueType> types, List<String> names) {
    this.types = types.toArray(ValueType[]::new);
    this.offsets = new long[names.size()];
    int count = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = UNSAFE.objectFieldOffset(owner, names.get(i));
      count += this.types[i] == ValueType.V128 ? 2 : 1;
    }
    this.places = count;
  }

  /// All values, i32 and f32 in the low half with the high half zero, a v128 in two places, a
  /// function by its index, -1 for null.
  public long[] read(Context context) {
    long[] values = new long[places];
    int place = 0;
    for (int i = 0; i < types.length; i++) {
      long offset = offsets[i];
      switch (types[i]) {
        case I32, F32 -> values[place++] = UNSAFE.getInt(context, offset) & LOW_HALF;
        case I64, F64 -> values[place++] = UNSAFE.getLong(context, offset);
        case V128 -> {
          V128 value = (V128) UNSAFE.getReference(context, offset);
          values[place++] = value.low();
          values[place++] = value.high();
        }
        case FUNCREF, EXTERNREF -> {
          Object value = UNSAFE.getReference(context, offset);
          values[place++] = value instanceof FunctionReference f ? f.function() : NULL;
        }
      }
    }
    return values;
  }

  /// How many values [#read] gives.
  public int places() {
    return places;
  }

  /// Sets global `index` to the bits at `place` and after it.
  public void write(Context context, int index, long[] values, int place) {
    long offset = offsets[index];
    switch (types[index]) {
      case I32, F32 -> UNSAFE.putInt(context, offset, (int) values[place]);
      case I64, F64 -> UNSAFE.putLong(context, offset, values[place]);
      case V128 -> UNSAFE.putReference(context, offset, new V128(values[place], values[place + 1]));
      case FUNCREF, EXTERNREF ->
          writeReference(
              context,
              index,
              values[place] == NULL ? null : context.state().code().reference((int) values[place]));
    }
  }

  /// Sets a global of a reference type.
  public void writeReference(Context context, int index, @Nullable Object value) {
    UNSAFE.putReference(context, offsets[index], value);
  }

  /// The value of a global of a reference type.
  public @Nullable Object readReference(Context context, int index) {
    return UNSAFE.getReference(context, offsets[index]);
  }
}
