// Six small programs for engines to run. Each export `run_…` takes and returns nothing and leaves its
// answer in `result`, so that every engine can call it. Builds for 32- and 64-bit memories.
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#define EXPORT __attribute__((visibility("default"), used))
#define KEEP __attribute__((noinline))

EXPORT u64 result;

// Calls: the numbers of Fibonacci by the definition.
KEEP static u32 fibonacci(u32 n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

EXPORT void run_calls(void) {
  result = fibonacci(36);
}

// Bytes, stored and loaded at a stride: the sieve of Eratosthenes.
#define SIEVE_SIZE 8000000
static u8 composite[SIEVE_SIZE];

EXPORT void run_sieve(void) {
  u32 primes = 0;
  for (u32 i = 0; i < SIEVE_SIZE; i++) {
    composite[i] = 0;
  }
  for (u32 i = 2; i < SIEVE_SIZE; i++) {
    if (!composite[i]) {
      primes++;
      for (u64 j = (u64)i * i; j < SIEVE_SIZE; j += i) {
        composite[j] = 1;
      }
    }
  }
  result = primes;
}

// Integer arithmetic on words: the rounds of ChaCha20 over a block that feeds itself.
static u32 rotated(u32 value, u32 bits) {
  return value << bits | value >> (32 - bits);
}

#define QUARTER(a, b, c, d) \
  a += b, d = rotated(d ^ a, 16), c += d, b = rotated(b ^ c, 12); \
  a += b, d = rotated(d ^ a, 8), c += d, b = rotated(b ^ c, 7)

static u32 block[16];

EXPORT void run_words(void) {
  for (u32 i = 0; i < 16; i++) {
    block[i] = i * 0x9e3779b9u;
  }
  for (u32 n = 0; n < 120000; n++) {
    u32 x[16];
    for (u32 i = 0; i < 16; i++) {
      x[i] = block[i];
    }
    for (u32 i = 0; i < 10; i++) {
      QUARTER(x[0], x[4], x[8], x[12]);
      QUARTER(x[1], x[5], x[9], x[13]);
      QUARTER(x[2], x[6], x[10], x[14]);
      QUARTER(x[3], x[7], x[11], x[15]);
      QUARTER(x[0], x[5], x[10], x[15]);
      QUARTER(x[1], x[6], x[11], x[12]);
      QUARTER(x[2], x[7], x[8], x[13]);
      QUARTER(x[3], x[4], x[9], x[14]);
    }
    for (u32 i = 0; i < 16; i++) {
      block[i] += x[i];
    }
  }
  result = block[0];
}

// Loads and stores that no cache foresees: a table of 8 MiB at random places.
#define TABLE_SIZE (1u << 20)
static u64 table[TABLE_SIZE];

EXPORT void run_random(void) {
  u64 state = 0x2545f4914f6cdd1dull;
  for (u32 i = 0; i < 20000000; i++) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    table[state & (TABLE_SIZE - 1)] += state >> 40;
  }
  result = state + table[1234];
}

// Floats: products of matrices.
#define ORDER 160
static double left[ORDER][ORDER], right[ORDER][ORDER], product[ORDER][ORDER];

EXPORT void run_matrix(void) {
  double sum = 0;
  for (u32 i = 0; i < ORDER; i++) {
    for (u32 j = 0; j < ORDER; j++) {
      left[i][j] = (i * ORDER + j) % 17;
      right[i][j] = (i * ORDER + j) % 13;
    }
  }
  for (u32 n = 0; n < 20; n++) {
    for (u32 i = 0; i < ORDER; i++) {
      for (u32 j = 0; j < ORDER; j++) {
        double dot = 0;
        for (u32 k = 0; k < ORDER; k++) {
          dot += left[i][k] * right[k][j];
        }
        product[i][j] = dot;
      }
    }
    sum += product[n][n];
  }
  result = (u64)sum;
}

// Indirect calls, of four functions in turn.
KEEP static u32 next(u32 x) { return x + 1; }
KEEP static u32 triple(u32 x) { return x * 3; }
KEEP static u32 mixed(u32 x) { return x ^ 0x55; }
KEEP static u32 lower(u32 x) { return x - 7; }
static u32 (*volatile const functions[4])(u32) = {next, triple, mixed, lower};

EXPORT void run_indirect(void) {
  u32 value = 1;
  for (u32 i = 0; i < 25000000; i++) {
    value = functions[(value ^ i) & 3](value);
  }
  result = value;
}

// A loop around a switch with very many cases, as interpreters of bytecode have it.
#define OPERATIONS 160
#define PROGRAM_SIZE 4096
static u8 program[PROGRAM_SIZE];

#define OPERATION(n) \
  case n: \
    accumulator = (accumulator ^ (n * 0x9e3779b9u)) + registers[n & 15]; \
    registers[(n * 7 + 3) & 15] += accumulator >> (n & 7); \
    if ((accumulator & 255) == n) { \
      position += accumulator >> 8 & 15; \
      registers[accumulator & 15] ^= n; \
    } \
    break;
#define OPERATIONS4(n) OPERATION(n) OPERATION(n + 1) OPERATION(n + 2) OPERATION(n + 3)
#define OPERATIONS16(n) OPERATIONS4(n) OPERATIONS4(n + 4) OPERATIONS4(n + 8) OPERATIONS4(n + 12)

EXPORT void run_interpreter(void) {
  u32 registers[16] = {0};
  u32 accumulator = 1, position = 0;
  for (u32 i = 0; i < PROGRAM_SIZE; i++) {
    program[i] = (u8)((i * 2654435761u >> 16) % OPERATIONS);
  }
  for (u32 i = 0; i < 10000000; i++) {
    switch (program[position++ & (PROGRAM_SIZE - 1)]) {
      OPERATIONS16(0) OPERATIONS16(16) OPERATIONS16(32) OPERATIONS16(48) OPERATIONS16(64)
      OPERATIONS16(80) OPERATIONS16(96) OPERATIONS16(112) OPERATIONS16(128) OPERATIONS16(144)
    }
  }
  result = accumulator;
}

#ifdef __wasm__
void *memset(void *to, int value, unsigned long size) {
  for (u8 *p = to; size > 0; size--) {
    *p++ = (u8)value;
  }
  return to;
}

void *memcpy(void *to, const void *from, unsigned long size) {
  const u8 *q = from;
  for (u8 *p = to; size > 0; size--) {
    *p++ = *q++;
  }
  return to;
}
#endif
