// What the SRP kernel costs natively (-DFMID_BENCHMARKS=ON). What people feel is WebAssembly: scripts/bench.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "oracle.h"
#include "srp/power.h"
#include "srp/scalar_arithmetic.h"
#include "srp/vector_arithmetic.h"

namespace {

using namespace fmid::srp;  // NOLINT(google-build-using-namespace)

template <std::size_t size>
std::array<std::uint8_t, size> Pattern(std::uint8_t seed) {
  std::array<std::uint8_t, size> bytes;
  for (std::uint8_t& byte : bytes) byte = seed = static_cast<std::uint8_t>(seed * 5 + 113);
  return bytes;
}

const auto kB = Pattern<kGroupBytes>(1);
const auto kK = Pattern<32>(2), kU = Pattern<32>(3), kX = Pattern<32>(4);
const auto kA = Pattern<kMaxExponentBytes>(5);

std::span<const std::uint8_t> Exponent(const benchmark::State& state) {
  return std::span(kA).first(static_cast<std::size_t>(state.range(0)));
}

template <typename A>
GeneratorTable<A>& Table() {
  static GeneratorTable<A> table;
  while (!table.Advance()) {
  }
  return table;
}

template <typename A>
void BM_Square(benchmark::State& state) {
  A arithmetic;
  typename A::Residue a = arithmetic.Unpack(kB), b;
  for (auto _ : state) {
    arithmetic.Square(a, b);
    arithmetic.Square(b, a);
    benchmark::DoNotOptimize(a);
  }
  state.SetLabel("two of them");
}

template <typename A>
void BM_Multiply(benchmark::State& state) {
  A arithmetic;
  typename A::Residue a = arithmetic.Unpack(kB), b;
  const typename A::Residue factor = arithmetic.One();
  for (auto _ : state) {
    arithmetic.Multiply(a, factor, b);
    arithmetic.Multiply(b, factor, a);
    benchmark::DoNotOptimize(a);
  }
  state.SetLabel("two of them");
}

template <typename A>
void BM_Select(benchmark::State& state) {
  A arithmetic;
  const std::vector<typename A::Residue> table(static_cast<std::size_t>(state.range(0)), arithmetic.One());
  typename A::Residue out;
  std::uint32_t index = 0;
  for (auto _ : state) {
    arithmetic.Select(table, index++ % static_cast<std::uint32_t>(table.size()), out);
    benchmark::DoNotOptimize(out);
  }
}

template <typename A>
void BM_GeneratorTable(benchmark::State& state) {
  for (auto _ : state) {
    GeneratorTable<A> table;
    while (!table.Advance()) {
    }
    benchmark::DoNotOptimize(table);
  }
}

template <typename A>
void BM_PowG(benchmark::State& state) {
  GroupBytes out;
  GeneratorTable<A>& table = Table<A>();
  for (auto _ : state) {
    PowG(table, Exponent(state), out);
    benchmark::DoNotOptimize(out);
  }
}

template <typename A>
void BM_ClientPremaster(benchmark::State& state) {
  GroupBytes out;
  GeneratorTable<A>& table = Table<A>();
  for (auto _ : state) {
    ClientPremaster(table, {.B = kB, .k = kK, .u = kU, .x = kX}, Exponent(state), out);
    benchmark::DoNotOptimize(out);
  }
}

template <typename A>
void BM_Pow(benchmark::State& state) {
  GroupBytes out;
  A arithmetic;
  for (auto _ : state) {
    Pow(arithmetic, kB, Exponent(state), out);
    benchmark::DoNotOptimize(out);
  }
}

#define FMID_BENCHMARKS_OF(Arithmetic)                                                                                                 \
  BENCHMARK(BM_Square<Arithmetic>);                                                                                                    \
  BENCHMARK(BM_Multiply<Arithmetic>);                                                                                                  \
  BENCHMARK(BM_Select<Arithmetic>)->Arg(32)->Arg(64);                                                                                  \
  BENCHMARK(BM_GeneratorTable<Arithmetic>)->Unit(benchmark::kMicrosecond);                                                             \
  BENCHMARK(BM_PowG<Arithmetic>)->Arg(32)->Arg(kPrivateKeyBytes)->Arg(kMaxExponentBytes)->Unit(benchmark::kMicrosecond);               \
  BENCHMARK(BM_ClientPremaster<Arithmetic>)->Arg(kPrivateKeyBytes)->Arg(kMaxExponentBytes)->Unit(benchmark::kMicrosecond);             \
  BENCHMARK(BM_Pow<Arithmetic>)->Arg(32)->Arg(64)->Unit(benchmark::kMicrosecond)
FMID_BENCHMARKS_OF(ScalarArithmetic);
FMID_BENCHMARKS_OF(VectorArithmetic);

void BM_MbedTlsExpMod(benchmark::State& state) {
  const auto base = fmid::oracle::Integer::FromBytes(kB), e = fmid::oracle::Integer::FromBytes(Exponent(state));
  for (auto _ : state) benchmark::DoNotOptimize(PowMod(base, e));
}
BENCHMARK(BM_MbedTlsExpMod)->Arg(32)->Arg(64)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
