package com.example.statuspage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.MountRequest;
import dev.atoll.spi.gateway.MountResponse;
import dev.atoll.spi.tck.gateway.HttpMountContract;
import dev.atoll.spi.tck.gateway.SimulatedSubnet;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The contract of mounts, and what this one shows.
final class StatusPageTest extends HttpMountContract {

  private static final Principal SECOND =
      Principal.ofCanisterIndex(SimulatedSubnet.FIRST_CANISTER.canisterIndex() + 3);

  private final SimulatedSubnet subnet = new SimulatedSubnet();

  @Override
  protected HttpMount newMount() {
    return new StatusPage(new StatusPageConfig("/_/status", 100), subnet);
  }

  @Test
  void thePageShowsTheSubnetAndItsHeight() throws Exception {
    assertThat(page())
        .contains("The node is healthy", subnet.status().subnetId().toString(), "<dd>42</dd>")
        .contains("Canisters: 0");
  }

  @Test
  void thePageShowsCanistersWithTheirModules() throws Exception {
    subnet.withCanister(SimulatedSubnet.FIRST_CANISTER, Bytes.ofHex("0123abcd"));
    subnet.withCanister(SECOND, Bytes.EMPTY);

    assertThat(page())
        .contains("Canisters: 2")
        .contains("<td>" + SimulatedSubnet.FIRST_CANISTER + "</td><td>0123abcd</td>")
        .contains("<td>" + SECOND + "</td><td>nothing installed</td>");
  }

  @Test
  void aPathThatAgentsNeedIsRefused() {
    assertThatThrownBy(() -> new StatusPageConfig("/api/v2", 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/api/v2");
  }

  private String page() throws Exception {
    MountResponse response =
        newMount()
            .serve(
                new MountRequest(
                    "GET",
                    "localhost",
                    "/_/status",
                    "",
                    Map.of(),
                    Bytes.EMPTY,
                    new InetSocketAddress("localhost", 1)));
    return text(response);
  }

  private static String text(MountResponse response) throws IOException {
    if (!(response.body() instanceof MountResponse.Body.Streamed(var writer))) {
      throw new AssertionError("the page is streamed");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
