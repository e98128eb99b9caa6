package dev.atoll.execution.jvm.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The instructions on tables.
///
/// Indexes come as an int with 32-bit tables and as a long with 64-bit ones. Operations that cost
/// their size charge it before they test anything else.
public final class Tables {

  private static final long UNSIGNED = 0xffff_ffffL;

  private Tables() {}

  public static Table table(int index, Context context) {
    return context.tables[index];
  }

  /// What `call_indirect` finds: perhaps null, perhaps a function of another type.
  public static @Nullable Object element(int index, Table table) {
    @Nullable Object[] elements = table.elements;
    if (Integer.compareUnsigned(index, elements.length) >= 0) {
      throw Traps.tableOutOfBounds();
    }
    return elements[index];
  }

  public static @Nullable Object element(long index, Table table) {
    @Nullable Object[] elements = table.elements;
    if (Long.compareUnsigned(index, elements.length) >= 0) {
      throw Traps.tableOutOfBounds();
    }
    return elements[(int) index];
  }

  public static void set(int index, @Nullable Object value, Table table) {
    set(index & UNSIGNED, value, table);
  }

  public static void set(long index, @Nullable Object value, Table table) {
    if (Long.compareUnsigned(index, table.elements.length) >= 0) {
      throw Traps.tableOutOfBounds();
    }
    table.elements[(int) index] = value;
  }

  public static int size(Table table) {
    return table.elements.length;
  }

  public static int grow(@Nullable Object value, int count, Table table) {
    return (int) table.grow(value, count & UNSIGNED);
  }

  public static long grow(@Nullable Object value, long count, Table table) {
    return table.grow(value, count);
  }

  public static void fill(
      int start, @Nullable Object value, int count, int table, Context context) {
    fill(start & UNSIGNED, value, count & UNSIGNED, table, context);
  }

  public static void fill(
      long start, @Nullable Object value, long count, int table, Context context) {
    Fuel.chargeSize(count, context);
    @Nullable Object[] elements = context.tables[table].elements;
    check(start, count, elements.length);
    Arrays.fill(elements, (int) start, (int) (start + count), value);
  }

  public static void copy(
      int start, int source, int count, int table, int sourceTable, Context context) {
    copy(start & UNSIGNED, source & UNSIGNED, count & UNSIGNED, table, sourceTable, context);
  }

  public static void copy(
      int start, long source, int count, int table, int sourceTable, Context context) {
    copy(start & UNSIGNED, source, count & UNSIGNED, table, sourceTable, context);
  }

  public static void copy(
      long start, int source, int count, int table, int sourceTable, Context context) {
    copy(start, source & UNSIGNED, count & UNSIGNED, table, sourceTable, context);
  }

  public static void copy(
      long start, long source, long count, int table, int sourceTable, Context context) {
    Fuel.chargeSize(count, context);
    @Nullable Object[] elements = context.tables[table].elements;
    @Nullable Object[] from = context.tables[sourceTable].elements;
    check(source, count, from.length);
    check(start, count, elements.length);
    System.arraycopy(from, (int) source, elements, (int) start, (int) count);
  }

  public static void init(
      int start, int source, int count, int segment, int table, Context context) {
    init(start & UNSIGNED, source, count, segment, table, context);
  }

  public static void init(
      long start, int source, int count, int segment, int table, Context context) {
    long length = count & UNSIGNED;
    Fuel.chargeSize(length, context);
    @Nullable Object[] elements = context.tables[table].elements;
    @Nullable Object @Nullable [] from = context.state().elements(segment);
    check(source & UNSIGNED, length, from == null ? 0 : from.length);
    check(start, length, elements.length);
    if (from != null) {
      System.arraycopy(from, source, elements, (int) start, count);
    }
  }

  public static void drop(int segment, Context context) {
    context.state().dropElements(segment);
  }

  private static void check(long start, long count, long end) {
    if (Long.compareUnsigned(count, end) > 0 || Long.compareUnsigned(start, end - count) > 0) {
      throw Traps.tableOutOfBounds();
    }
  }
}
