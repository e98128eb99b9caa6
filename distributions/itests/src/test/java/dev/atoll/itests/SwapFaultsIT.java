package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.admin.AdminClient;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.types.Principal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Swaps that must not succeed, on one real node under load: each time the node goes on with the
/// bundle that it has, and no request fails.
final class SwapFaultsIT {

  @TempDir private Path directory;

  private Path state() {
    return directory.resolve("state");
  }

  @Test
  void theNodeGoesOnWithWhatItHas() throws Exception {
    try (Product node = Product.start(state());
        NodeClient client = new NodeClient(node.url())) {
      Principal counter = client.deploy(Canisters.counter());
      SwapLoad load = new SwapLoad(node.url(), counter, 1);

      refusals();
      aStateOfAnotherVersion();
      aBundleThatDoesNotStart();
      aBundleThatIsNotWell();
      aHandOverThatHangs();
      anEngineThatDivergesInTheShadow();
      anEngineThatCompilesForEver();
      anEngineThatNeverEndsAnExecution();

      load.end();
      assertThat(load.failures()).isEmpty();
      assertThat(SwapLoad.number(client.query(counter, "get"))).isEqualTo(load.answered());
      assertThat(Files.readString(state().resolve("logs/admin.jsonl")))
          .contains("\"outcome\":\"swap-refused\"", "\"outcome\":\"swap-failed\"");
      assertThat(node.stop()).isZero();
    }
    assertThat(state().resolve("swaps.json"))
        .satisfiesAnyOf(
            file -> assertThat(file).doesNotExist(),
            file -> assertThat(file).content().contains("\"replaced\" : { }"));
    try (Product node = Product.start(state())) {
      assertThat(node.stop()).isZero();
    }
  }

  private void refusals() {
    fails(Code.SWAP_REFUSED, Map.of("kind", "getaway", "bundle", "execution-chicory"))
        .hasMessageStartingWith(
            "getaway is nothing that a bundle of this node provides, there are: consensus");
    fails(Code.SWAP_REFUSED, Map.of("kind", "SubnetClient", "bundle", "replica"))
        .hasMessageStartingWith(
            "dev.atoll.spi.gateway.SubnetClient belongs to the core of the node");
    fails(Code.SWAP_REFUSED, Map.of("kind", "network", "bundle", "execution-chicory"))
        .hasMessage(
            "nothing to swap: no bundle of this node provides the port network"
                + " (dev.atoll.spi.network.TransportFactory)");
    fails(Code.SWAP_REFUSED, Map.of("kind", "execution", "bundle", "execution-jvm"))
        .hasMessageEndingWith(" runs already");
    fails(Code.SWAP_REFUSED, Map.of("kind", "gateway", "bundle", "execution-chicory"))
        .hasMessageContaining("does not provide dev.atoll.spi.gateway.Gateway");
    fails(Code.BAD_REQUEST, Map.of("kind", "gateway"))
        .hasMessage("argument bundle of swap is null, expected a text");
  }

  private void aStateOfAnotherVersion() throws Exception {
    String next =
        "atoll.state;filter:=\"(&(atoll.state=atoll-tables)(version>=2.0))\";effective:=swap";
    BadBundle bundle = BadBundle.make(directory, "storage", Map.of("Require-Capability", next));

    fails(Code.SWAP_REFUSED, request("storage", bundle))
        .hasMessageMatching(
            "bad-storage 0.0.0 takes over the state \\(&\\(atoll.state=atoll-tables\\)\\(version>=2"
                + ".*, atoll-storage-mapdb .* keeps \\{.*version=1\\.0\\.0.*}");
  }

  private void aBundleThatDoesNotStart() throws Exception {
    fails(Code.SWAP_FAILED, request("gateway", BadBundle.make(directory, "start")))
        .hasMessageContaining("bad-start 0.0.0 cannot take over from atoll-gateway-http")
        .hasMessageEndingWith(
            "works on; step standby: java.io.IOException: the certificate has expired");
  }

  private void aBundleThatIsNotWell() throws Exception {
    fails(Code.SWAP_FAILED, request("gateway", BadBundle.make(directory, "health")))
        .hasMessageEndingWith("works on; step health: bad-health is down: has a cold");
  }

  private void aHandOverThatHangs() throws Exception {
    Map<String, Object> request = request("storage", BadBundle.make(directory, "storage"));
    request.put("step-millis", 1_000);

    fails(Code.SWAP_FAILED, request)
        .hasMessageEndingWith("works on; step prepare: it takes longer than 1000 ms");
  }

  private void anEngineThatDivergesInTheShadow() throws Exception {
    Map<String, Object> request = request("execution", BadBundle.make(directory, "diverges"));
    request.put("shadow", 1_000);

    fails(Code.SWAP_REFUSED, request)
        .hasMessageContaining("works on; step shadow: engine diverging differs: canister ")
        .hasMessageContaining(" instructions, expected ");
  }

  private void anEngineThatCompilesForEver() throws Exception {
    Map<String, Object> request = request("execution", BadBundle.make(directory, "compiles"));
    request.put("shadow", 5);
    request.put("step-millis", 1_000);

    fails(Code.SWAP_FAILED, request)
        .hasMessageEndingWith("works on; step shadow: it takes longer than 1000 ms");
  }

  /// The canister goes on with other memories than those that this engine may write to.
  private void anEngineThatNeverEndsAnExecution() throws Exception {
    Map<String, Object> request = request("execution", BadBundle.make(directory, "endless"));
    request.put("shadow", 1_000);
    request.put("step-millis", 2_000);

    fails(Code.SWAP_REFUSED, request)
        .hasMessageContaining("works on; step shadow: engine endless differs: canister ")
        .hasMessageEndingWith("it does not end within 1000 ms, and is left alone");
  }

  private static Map<String, Object> request(String kind, BadBundle bundle) throws Exception {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("kind", kind);
    request.put("bundle", bundle.jar().toString());
    request.put("sha256", bundle.sha256());
    return request;
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> fails(
      Code code, Map<String, Object> request) {
    return assertThatThrownBy(() -> AdminClient.ask(state(), "swap", request, event -> {}))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}
