package dev.atoll.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.gateway.http.RequestBody.Added;
import dev.atoll.types.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RequestBodyTest {

  private static final int LIMIT = 1 << 20;

  private final BodySpace space = new BodySpace(LIMIT);

  @Property(tries = 200)
  void theBodyIsItsPartsInOrder(
      @ForAll @Size(max = 20) List<@Size(max = 20_000) byte[]> parts, @ForAll boolean declared) {
    ByteBuf whole = Unpooled.wrappedBuffer(parts.toArray(byte[][]::new));
    RequestBody body = new RequestBody(space, LIMIT, declared ? whole.readableBytes() : -1);

    for (byte[] part : parts) {
      assertThat(body.add(Unpooled.wrappedBuffer(part))).isEqualTo(Added.KEPT);
    }

    byte[] expected = new byte[whole.readableBytes()];
    whole.readBytes(expected);
    assertThat(body.bytes()).isEqualTo(Bytes.wrap(expected));
    body.release();
    assertThat(space.usedBytes()).isZero();
  }

  @Test
  void aDeclaredSizeIsTakenOnceTheBodyBegins() {
    RequestBody body = new RequestBody(space, LIMIT, 1_000);
    assertThat(space.usedBytes()).isZero();

    body.add(Unpooled.wrappedBuffer(new byte[1]));

    assertThat(space.usedBytes()).isEqualTo(1_000);
  }

  @Test
  void aBodyBeyondItsLimitIsTooLarge() {
    RequestBody body = new RequestBody(space, 10, -1);

    assertThat(body.add(Unpooled.wrappedBuffer(new byte[10]))).isEqualTo(Added.KEPT);
    assertThat(body.add(Unpooled.wrappedBuffer(new byte[1]))).isEqualTo(Added.TOO_LARGE);
  }

  @Test
  void bodiesShareTheirSpace() {
    RequestBody first = new RequestBody(space, LIMIT, LIMIT);
    RequestBody second = new RequestBody(space, LIMIT, 1);
    first.add(Unpooled.wrappedBuffer(new byte[1]));

    assertThat(second.add(Unpooled.wrappedBuffer(new byte[1]))).isEqualTo(Added.NO_SPACE);
    first.release();
    assertThat(second.add(Unpooled.wrappedBuffer(new byte[1]))).isEqualTo(Added.KEPT);
  }
}
