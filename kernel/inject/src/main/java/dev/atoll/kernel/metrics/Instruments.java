package dev.atoll.kernel.metrics;

import dev.atoll.spi.metrics.Counter;
import dev.atoll.spi.metrics.Gauge;
import dev.atoll.spi.metrics.Histogram;
import dev.atoll.spi.metrics.MetricsReader.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// What bundles write to, without waiting for each other.
final class Instruments {

  private Instruments() {}

  /// Something with a value.
  interface Measured {

    Value value();
  }

  /// A sum that never falls.
  static final class Sum implements Counter, Measured {

    private final LongAdder sum = new LongAdder();

    @Override
    public void add(long amount) {
      if (amount < 0) {
        throw new IllegalArgumentException(
            "%d is added to a counter, which never falls".formatted(amount));
      }
      sum.add(amount);
    }

    @Override
    public Value value() {
      return new Value.Scalar(sum.sum());
    }
  }

  /// The last value that was set.
  static final class Last implements Gauge, Measured {

    private volatile double last;

    @Override
    public void set(double value) {
      last = value;
    }

    @Override
    public Value value() {
      return new Value.Scalar(last);
    }
  }

  /// Values by bucket.
  static final class Buckets implements Histogram, Measured {

    private final double[] bounds;

    private final LongAdder[] counts;

    private final DoubleAdder sum = new DoubleAdder();

    Buckets(List<Double> bounds) {
      this.bounds = bounds.stream().mapToDouble(Double::doubleValue).toArray();
      this.counts = new LongAdder[this.bounds.length + 1];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = new LongAdder();
      }
    }

    @Override
    public void record(double value) {
      int bucket = 0;
      while (bucket < bounds.length && value > bounds[bucket]) {
        bucket++;
      }
      counts[bucket].increment();
      sum.add(value);
    }

    @Override
    public Value value() {
      List<Long> each = new ArrayList<>(counts.length);
      for (LongAdder count : counts) {
        each.add(count.sum());
      }
      return new Value.Distribution(List.copyOf(each), sum.sum());
    }
  }
}
