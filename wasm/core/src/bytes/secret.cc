#include "fmid/secret.h"

#include <algorithm>
#include <cstring>

extern "C" {
#include "mbedtls/constant_time.h"  // the one header of mbedTLS 3.6 that does not say so itself
}
#include "mbedtls/platform_util.h"

namespace fmid {

void Wipe(void* data, std::size_t size) {
  if (size != 0) mbedtls_platform_zeroize(data, size);
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this == &other) return *this;
  Clear();
  data_ = std::move(other.data_);
  size_ = std::exchange(other.size_, 0);
  capacity_ = std::exchange(other.capacity_, 0);
  return *this;
}

void SecretBytes::Reserve(std::size_t capacity) {
  if (capacity <= capacity_) return;
  auto grown = std::make_unique<std::uint8_t[]>(capacity);
  if (size_ != 0) std::memcpy(grown.get(), data_.get(), size_);
  if (capacity_ != 0) Wipe(data_.get(), capacity_);
  data_ = std::move(grown);
  capacity_ = capacity;
}

void SecretBytes::Append(std::string_view text) {
  if (text.empty()) return;
  if (size_ + text.size() > capacity_) Reserve(std::max(size_ + text.size(), 2 * capacity_));
  std::memcpy(data_.get() + size_, text.data(), text.size());
  size_ += text.size();
}

void SecretBytes::Resize(std::size_t size) {
  Reserve(size);
  if (size < size_) Wipe(data_.get() + size, size_ - size);
  if (size > size_) std::memset(data_.get() + size_, 0, size - size_);
  size_ = size;
}

void SecretBytes::Clear() {
  if (capacity_ != 0) Wipe(data_.get(), capacity_);
  data_.reset();
  size_ = capacity_ = 0;
}

bool SecretBytes::Equals(std::span<const std::uint8_t> other) const {
  if (other.size() != size_) return false;
  return size_ == 0 || mbedtls_ct_memcmp(data_.get(), other.data(), size_) == 0;
}

}  // namespace fmid
