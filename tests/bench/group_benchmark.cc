// What the SRP kernel costs natively (-DFMID_BENCHMARKS=ON). What people feel is WebAssembly: scripts/bench.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "oracle.h"
#include "srp/comb.h"
#include "srp/group.h"
#include "srp/montgomery.h"

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

void BM_Square(benchmark::State& state) {
  Residue a = Unpack(kB), b;
  for (auto _ : state) {
    Square(a, b);
    Square(b, a);
    benchmark::DoNotOptimize(a);
  }
  state.SetLabel("two of them");
}
BENCHMARK(BM_Square);

void BM_Multiply(benchmark::State& state) {
  Residue a = Unpack(kB), b;
  const Residue factor = One();
  for (auto _ : state) {
    Multiply(a, factor, b);
    Multiply(b, factor, a);
    benchmark::DoNotOptimize(a);
  }
  state.SetLabel("two of them");
}
BENCHMARK(BM_Multiply);

void BM_Select(benchmark::State& state) {
  const std::vector<Residue> table(static_cast<std::size_t>(state.range(0)), One());
  Residue out;
  std::uint32_t index = 0;
  for (auto _ : state) {
    Select(table, index++ % static_cast<std::uint32_t>(table.size()), out);
    benchmark::DoNotOptimize(out);
  }
}
BENCHMARK(BM_Select)->Arg(32)->Arg(64);

void BM_GeneratorTable(benchmark::State& state) {
  for (auto _ : state) {
    GeneratorTable table;
    while (!table.Advance()) {
    }
    benchmark::DoNotOptimize(table);
  }
}
BENCHMARK(BM_GeneratorTable)->Unit(benchmark::kMicrosecond);

void BM_PowG(benchmark::State& state) {
  GroupBytes out;
  while (!Prepare()) {
  }
  for (auto _ : state) {
    PowG(Exponent(state), out);
    benchmark::DoNotOptimize(out);
  }
}
BENCHMARK(BM_PowG)->Arg(32)->Arg(kPrivateKeyBytes)->Arg(kMaxExponentBytes)->Unit(benchmark::kMicrosecond);

void BM_ClientPremaster(benchmark::State& state) {
  GroupBytes out;
  while (!Prepare()) {
  }
  for (auto _ : state) {
    ClientPremaster(kB, kK, kU, kX, Exponent(state), out);
    benchmark::DoNotOptimize(out);
  }
}
BENCHMARK(BM_ClientPremaster)->Arg(kPrivateKeyBytes)->Arg(kMaxExponentBytes)->Unit(benchmark::kMicrosecond);

void BM_Pow(benchmark::State& state) {
  GroupBytes out;
  for (auto _ : state) {
    Pow(kB, Exponent(state), out);
    benchmark::DoNotOptimize(out);
  }
}
BENCHMARK(BM_Pow)->Arg(32)->Arg(64)->Unit(benchmark::kMicrosecond);

void BM_MbedTlsExpMod(benchmark::State& state) {
  const auto base = fmid::oracle::Integer::FromBytes(kB), e = fmid::oracle::Integer::FromBytes(Exponent(state));
  for (auto _ : state) benchmark::DoNotOptimize(PowMod(base, e));
}
BENCHMARK(BM_MbedTlsExpMod)->Arg(32)->Arg(64)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
