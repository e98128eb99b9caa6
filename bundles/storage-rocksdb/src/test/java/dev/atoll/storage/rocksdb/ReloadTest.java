package dev.atoll.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An update of the bundle loads the library again, in a class loader of its own, and the one
/// before is collected.
final class ReloadTest {

  private static final int UPDATES = 5;

  @TempDir private Path directory;

  @Test
  @Timeout(120)
  void theLibraryIsLoadedAnewByEachClassLoader() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    List<Path> before = temporaryFiles(); // of processes that were killed

    for (int update = 0; update < UPDATES; update++) {
      loaders.add(new WeakReference<>(useBundle(update)));
    }

    for (WeakReference<ClassLoader> loader : loaders) {
      while (loader.get() != null) {
        System.gc();
        LockSupport.parkNanos(10_000_000);
      }
    }
    assertThat(temporaryFiles()).isSubsetOf(before);
  }

  private ClassLoader useBundle(int update) throws Exception {
    URLClassLoader loader = new OfBundle(urls());
    Object config =
        construct(
            loader.loadClass(RocksDbConfig.class.getName()),
            new ByteSize(64 << 10),
            new ByteSize(64 << 10));
    assertThat(config.getClass()).isNotEqualTo(RocksDbConfig.class);
    StorageFactory factory =
        (StorageFactory) construct(loader.loadClass(RocksDbStorageFactory.class.getName()), config);
    try (Storage storage = factory.open(directory)) {
      for (int i = 0; i < 200; i++) { // enough to be flushed and compacted by threads of RocksDB
        Bytes key = Bytes.ofUtf8(update + "/" + i);
        storage.commit(new WriteBatch().put("t", key, Bytes.wrap(new byte[4096])));
      }
      if (update > 0) {
        assertThat(storage.get("t", Bytes.ofUtf8("0/1"))).isNotNull();
      }
    }
    return loader;
  }

  private static Object construct(Class<?> type, Object... arguments) throws Exception {
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return constructor.newInstance(arguments);
  }

  private static URL[] urls() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private static List<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.getFileName().toString().startsWith("atoll-rocksdb")).toList();
    }
  }

  /// Has the classes of the bundle for itself, and shares those of the SPI.
  private static final class OfBundle extends URLClassLoader {

    OfBundle(URL[] urls) {
      super(urls, ReloadTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.rocksdb.") && !name.startsWith("dev.atoll.storage.rocksdb.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
