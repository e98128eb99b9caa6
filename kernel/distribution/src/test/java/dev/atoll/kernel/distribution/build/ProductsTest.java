package dev.atoll.kernel.distribution.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.distribution.Assembly;
import dev.atoll.kernel.distribution.AssemblyResolver;
import dev.atoll.kernel.distribution.BundleFolder;
import dev.atoll.kernel.distribution.DistributionReader;
import dev.atoll.kernel.distribution.Repositories;
import dev.atoll.kernel.distribution.build.Products.Built;
import dev.atoll.kernel.distribution.build.Products.Target;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProductsTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;

  @Test
  void twoFoldersGiveTheSameDigest() throws Exception {
    for (Target target : List.of(Target.DIR, Target.ZIP)) {
      Built one = products("one").build(target, directory.resolve("one/" + target));
      Built other = products("other").build(target, directory.resolve("other/" + target));

      assertThat(other.digest()).as(target.name()).isEqualTo(one.digest());
      assertThat(other.sbom()).hasSameBinaryContentAs(one.sbom());
    }
    assertThat(image("other")).isEqualTo(image("one"));
  }

  @Test
  void aDirectoryWithOtherFilesIsNeverDeleted() throws Exception {
    Path thesis = Files.createDirectories(directory.resolve("out")).resolve("thesis.txt");
    Files.writeString(thesis, "ten years of work");

    assertThatThrownBy(() -> products("one").build(Target.DIR, directory.resolve("out")))
        .hasMessage(directory.resolve("out") + " has files and is no product");
    assertThat(thesis).hasContent("ten years of work");
  }

  @Test
  void aZipFileIsReadWithItsModes() throws Exception {
    Built built = products("one").build(Target.ZIP, directory.resolve("one/out.zip"));

    try (ZipFile zip = new ZipFile(built.output().toFile())) {
      assertThat(Collections.list(zip.entries()).stream().map(ZipEntry::getName))
          .contains("toy-1.0/bin/atoll", "toy-1.0/bundles/store-1.0.jar");
      assertThat(zip.getInputStream(zip.getEntry("toy-1.0/LICENSE")).readAllBytes())
          .asString()
          .isEqualTo("free");
    }
    Path unpacked = directory.resolve("unpacked");
    assertThat(run("unzip", "-q", built.output().toString(), "-d", unpacked.toString())).isZero();
    assertThat(unpacked.resolve("toy-1.0/bin/atoll")).isExecutable();
  }

  @Test
  void anImageIsALayoutWhoseDigestsFit() throws Exception {
    Path image = directory.resolve("one/image");
    image("one");

    Map<String, Object> index = Json.read(image.resolve("index.json"));
    Map<?, ?> entry = (Map<?, ?>) ((List<?>) get(index, "manifests")).getFirst();
    Map<?, ?> manifest = blob(image, entry);
    Map<?, ?> config = blob(image, (Map<?, ?>) get(manifest, "config"));

    List<Object> layers = new ArrayList<>();
    for (Object layer : (List<?>) get(manifest, "layers")) {
      layers.add(get((Map<?, ?>) layer, "digest"));
      assertThat(get((Map<?, ?>) layer, "mediaType"))
          .isEqualTo("application/vnd.oci.image.layer.v1.tar");
      assertThat(run("tar", "-tf", file(image, (Map<?, ?>) layer).toString())).isZero();
    }
    assertThat(get((Map<?, ?>) get(config, "rootfs"), "diff_ids"))
        .as("digests of layers before they are compressed, which they are not")
        .isEqualTo(layers);
    assertThat(Json.read(image.resolve("oci-layout")))
        .isEqualTo(Map.of("imageLayoutVersion", "1.0.0"));
    assertThat(get(entry, "mediaType")).isEqualTo("application/vnd.oci.image.manifest.v1+json");
    assertThat(get(index, "mediaType")).isEqualTo("application/vnd.oci.image.index.v1+json");
    try (Stream<Path> blobs = Files.list(image.resolve("blobs/sha256"))) {
      assertThat(blobs).as("the manifest, the configuration and the layers").hasSize(5);
    }
    assertThat((List<?>) get((Map<?, ?>) get(config, "config"), "Entrypoint"))
        .asString()
        .startsWith("[/opt/atoll/runtime/bin/java, --enable-native-access")
        .endsWith("-cp, /opt/atoll/lib/atoll-cli-1.0.jar, dev.atoll.kernel.cli.Atoll]");
  }

  @Test
  void aBillOfMaterialsNamesEveryJarAndWhoNeedsIt() throws Exception {
    Built built = products("one").build(Target.DIR, directory.resolve("one/out"));

    Map<String, Object> sbom = Json.read(built.sbom());

    assertThat(sbom).containsEntry("bomFormat", "CycloneDX").containsEntry("specVersion", "1.6");
    assertThat((List<?>) get(sbom, "components"))
        .extracting(c -> get((Map<?, ?>) c, "purl"))
        .containsExactlyInAnyOrder(
            "pkg:maven/test/front@1.0", "pkg:maven/test/store@1.0", "pkg:maven/test/atoll-cli@1.0");
    assertThat((List<?>) get(sbom, "dependencies"))
        .anySatisfy(
            d ->
                assertThat(d)
                    .hasToString(
                        "{ref=pkg:maven/test/front@1.0, dependsOn=[pkg:maven/test/store@1.0]}"));
  }

  @Test
  void anImageNeedsTheLibraryOfC() {
    assertThatThrownBy(() -> SystemLibraries.find(directory))
        .isInstanceOf(KernelException.class)
        .hasMessage("this machine has no libc.so.6 of glibc, which the image needs");
  }

  private String image(String folder) throws IOException {
    Path java = directory.resolve(folder + "/java");
    Files.createDirectories(java.resolve("bin"));
    Files.writeString(java.resolve("bin/java"), "a runtime");
    return products(folder)
        .oci(
            directory.resolve(folder + "/image"),
            new FileTree().put("lib/libc.so.6", "a library", true),
            java);
  }

  private Products products(String folder) throws IOException {
    Path home = directory.resolve(folder);
    BundleFolder bundles = new BundleFolder(home.resolve("bundles"));
    bundles.provides("store", "1.0", "t.Store").needs("front", "1.0", "t.Store");
    BundleFolder lib = new BundleFolder(home.resolve("lib")).bundle("atoll-cli", "1.0", Map.of());
    Path cli = lib.path().resolve("atoll-cli-1.0.jar");
    for (Path jar :
        List.of(
            cli,
            bundles.path().resolve("store-1.0.jar"),
            bundles.path().resolve("front-1.0.jar"))) {
      Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    }
    Path yaml = home.resolve("distribution.yaml");
    Files.writeString(yaml, "id: test:toy\nversion: \"1.0\"\nbundles: [test:front]\n");
    Path licence = Files.writeString(home.resolve("LICENSE"), "free");
    Repositories repositories = bundles.repositories();
    Assembly assembly =
        AssemblyResolver.resolve(new DistributionReader(repositories).read(yaml), repositories);
    return new Products(assembly, new LauncherFiles(List.of(cli), licence), TIME, _ -> {});
  }

  private static Map<?, ?> blob(Path image, Map<?, ?> descriptor) throws IOException {
    return Json.read(file(image, descriptor));
  }

  private static Path file(Path image, Map<?, ?> descriptor) throws IOException {
    String digest = String.valueOf(get(descriptor, "digest")).replace("sha256:", "");
    Path file = image.resolve("blobs/sha256").resolve(digest);
    assertThat(Hashing.hex(Files.readAllBytes(file))).isEqualTo(digest);
    assertThat(Files.size(file)).isEqualTo(((Number) get(descriptor, "size")).longValue());
    return file;
  }

  private static Object get(Map<?, ?> map, String key) {
    return java.util.Objects.requireNonNull(map.get(key), key);
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
