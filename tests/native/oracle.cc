#include "oracle.h"

#include <array>
#include <cstdlib>
#include <ostream>

namespace fmid::oracle {
namespace {

void Check(int error) {
  if (error != 0) std::abort();
}

}  // namespace

Integer::Integer(int value) {
  mbedtls_mpi_init(&value_);
  Check(mbedtls_mpi_lset(&value_, value));
}

Integer::Integer(const srp::ScalarArithmetic::Residue& value) : Integer(0) {
  for (int i = srp::ScalarArithmetic::kLimbs; i-- > 0;) {
    Check(mbedtls_mpi_shift_l(&value_, srp::ScalarArithmetic::kLimbBits));
    Integer limb;
    Check(mbedtls_mpi_lset(&limb.value_, static_cast<mbedtls_mpi_sint>(value.limbs()[i] >> 1)));  // sint may have 32 bits
    Check(mbedtls_mpi_shift_l(&limb.value_, 1));
    Check(mbedtls_mpi_add_int(&limb.value_, &limb.value_, static_cast<mbedtls_mpi_sint>(value.limbs()[i] & 1)));
    Check(mbedtls_mpi_add_mpi(&value_, &value_, &limb.value_));
  }
}

Integer::Integer(const srp::VectorArithmetic::Residue& value) : Integer(0) {
  for (std::size_t i = value.digits.size(); i-- > 0;) {
    Check(mbedtls_mpi_shift_l(&value_, srp::VectorArithmetic::kDigitBits));
    Check(mbedtls_mpi_add_int(&value_, &value_, value.digits[i]));
  }
}

Integer Integer::FromBytes(Bytes big_endian) {
  Integer a;
  Check(mbedtls_mpi_read_binary(&a.value_, big_endian.data(), big_endian.size()));
  return a;
}

Integer Integer::PowerOfTwo(unsigned exponent) {
  Integer a;
  Check(mbedtls_mpi_set_bit(&a.value_, exponent, 1));
  return a;
}

Integer::Integer(const Integer& other) : Integer(0) { Check(mbedtls_mpi_copy(&value_, &other.value_)); }

Integer& Integer::operator=(const Integer& other) {
  Check(mbedtls_mpi_copy(&value_, &other.value_));
  return *this;
}

Integer::~Integer() { mbedtls_mpi_free(&value_); }

srp::GroupBytes Integer::ToGroupBytes() const {
  srp::GroupBytes bytes;
  Check(mbedtls_mpi_write_binary(&value_, bytes.data(), bytes.size()));
  return bytes;
}

Integer operator+(const Integer& a, const Integer& b) {
  Integer r;
  Check(mbedtls_mpi_add_mpi(&r.value_, &a.value_, &b.value_));
  return r;
}

Integer operator-(const Integer& a, const Integer& b) {
  Integer r;
  Check(mbedtls_mpi_sub_mpi(&r.value_, &a.value_, &b.value_));
  return r;
}

Integer operator*(const Integer& a, const Integer& b) {
  Integer r;
  Check(mbedtls_mpi_mul_mpi(&r.value_, &a.value_, &b.value_));
  return r;
}

Integer operator%(const Integer& a, const Integer& m) {
  Integer r;
  Check(mbedtls_mpi_mod_mpi(&r.value_, &a.value_, &m.value_));
  return r;
}

Integer operator/(const Integer& a, int b) {
  Integer r;
  Check(mbedtls_mpi_div_int(&r.value_, nullptr, &a.value_, b));
  return r;
}

bool operator==(const Integer& a, const Integer& b) { return mbedtls_mpi_cmp_mpi(&a.value_, &b.value_) == 0; }
bool operator<(const Integer& a, const Integer& b) { return mbedtls_mpi_cmp_mpi(&a.value_, &b.value_) < 0; }

std::ostream& operator<<(std::ostream& stream, const Integer& a) {
  std::array<char, 4096> text;
  std::size_t length;
  Check(mbedtls_mpi_write_string(&a.value_, 16, text.data(), text.size(), &length));
  return stream << text.data();
}

unsigned Integer::BitLength() const { return static_cast<unsigned>(mbedtls_mpi_bitlen(&value_)); }
bool Integer::Bit(unsigned i) const { return mbedtls_mpi_get_bit(&value_, i) != 0; }

void Integer::To(srp::ScalarArithmetic::Residue& out) const {
  using srp::ScalarArithmetic;
  if (ScalarArithmetic::kLimbs * ScalarArithmetic::kLimbBits < BitLength()) std::abort();
  out = {};
  for (unsigned i = 0; i < BitLength(); ++i) {
    out.limbs()[i / ScalarArithmetic::kLimbBits] |= static_cast<std::uint32_t>(Bit(i)) << i % ScalarArithmetic::kLimbBits;
  }
}

void Integer::To(srp::VectorArithmetic::Residue& out) const {
  constexpr std::int32_t kBase = 1 << srp::VectorArithmetic::kDigitBits;
  if (srp::VectorArithmetic::kDigits * srp::VectorArithmetic::kDigitBits < BitLength()) std::abort();
  out = {};
  for (unsigned i = 0; i < BitLength(); ++i) out.digits[i / srp::VectorArithmetic::kDigitBits] += Bit(i) << i % srp::VectorArithmetic::kDigitBits;
  for (std::size_t i = 0; i + 1 < out.digits.size(); ++i) {
    if (out.digits[i] < kBase / 2) continue;
    out.digits[i] -= kBase;
    out.digits[i + 1] += 1;
  }
}

Integer PowMod(const Integer& base, const Integer& e) {
  Integer r;
  Check(mbedtls_mpi_exp_mod(&r.value_, &base.value_, &e.value_, &Prime().value_, nullptr));
  return r;
}

Integer NaivePowMod(const Integer& base, const Integer& e) {
  Integer r = 1;
  for (unsigned i = e.BitLength(); i-- > 0;) {
    r = r * r % Prime();
    if (e.Bit(i)) r = r * base % Prime();
  }
  return r;
}

const Integer& Prime() {
  static const Integer& prime = *new Integer(Integer::FromBytes(srp::kN));
  return prime;
}

srp::GroupBytes Premaster(Bytes B, Bytes k, Bytes u, Bytes x, Bytes a) {
  const Integer power = PowMod(2, Integer::FromBytes(x));
  const Integer base = (Integer::FromBytes(B) - Integer::FromBytes(k) * power) % Prime();
  return PowMod(base, Integer::FromBytes(a) + Integer::FromBytes(u) * Integer::FromBytes(x)).ToGroupBytes();
}

}  // namespace fmid::oracle
