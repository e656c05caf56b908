// RS256 against RFC 7515's own example (Appendix A.2). tests/glue/verify.test.mjs has the rest: keys of other sizes, and what forgers make.
#include "crypto/rs256.h"

#include <gtest/gtest.h>

#include "bytes/base64.h"

namespace fmid {
namespace {

constexpr std::string_view kSigned =
    "eyJhbGciOiJSUzI1NiJ9"
    "."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

std::string Decoded(std::string_view text) { return DecodeBase64Url(text).value(); }

class Rs256Test : public testing::Test {
 protected:
  std::string modulus = Decoded(
      "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddx"
      "HmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMs"
      "D1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSH"
      "SXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdV"
      "MTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8"
      "NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ");
  std::string exponent = Decoded("AQAB");
  std::string signature = Decoded(
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7"
      "AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
      "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
      "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
      "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
      "p0igcN_IoypGlUPQGe77Rw");

  [[nodiscard]] bool Verify(std::string_view text = kSigned) const {
    return VerifyRs256({AsBytes(modulus), AsBytes(exponent)}, AsBytes(text), AsBytes(signature));
  }
};

TEST_F(Rs256Test, TheExampleOfRfc7515IsGood) { EXPECT_TRUE(Verify()); }

TEST_F(Rs256Test, AnotherTextIsNot) {
  EXPECT_FALSE(Verify(kSigned.substr(1)));
  EXPECT_FALSE(Verify(""));
}

TEST_F(Rs256Test, NorIsASignatureWithAnyByteChanged) {
  for (std::size_t at = 0; at < signature.size(); ++at) {
    signature[at] ^= 1;
    EXPECT_FALSE(Verify()) << at;
    signature[at] ^= 1;
  }
}

TEST_F(Rs256Test, NorOneOfAnotherLength) {
  const std::string good = signature;
  for (const std::string& wrong : {std::string(), good.substr(1), good.substr(0, 255), good + '\0', '\0' + good}) {
    signature = wrong;
    EXPECT_FALSE(Verify()) << wrong.size();
  }
}

TEST_F(Rs256Test, KeysThatAreNoneVerifyNothing) {
  const std::string good = modulus;
  for (const std::string& wrong : {std::string(), good.substr(0, 255), '\0' + good, std::string(256, '\0'), good.substr(0, 255) + '\2', std::string(2048, '\xff')}) {
    modulus = wrong;
    EXPECT_FALSE(Verify()) << wrong.size();
  }
  modulus = good;
  for (const std::string& wrong : {std::string(), std::string(1, '\0'), std::string(1, '\1'), std::string(1, '\2'), good, good + good}) {
    exponent = wrong;
    EXPECT_FALSE(Verify()) << wrong.size();
  }
}

}  // namespace
}  // namespace fmid
