// The tables of legal moves, walked pair by pair; and the real flows, called in every state by every call that has no place there.
#include <gtest/gtest.h>

#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "cognito/refresh_states.h"
#include "cognito/sign_in_flow.h"
#include "cognito/sign_in_states.h"
#include "conversation.h"
#include "flow/exchange.h"
#include "fmid/token_flows.h"

namespace fmid {
namespace {

using cognito::kRefreshTable;
using cognito::kSignInTable;
using cognito::RefreshEvent;
using cognito::RefreshState;
using cognito::SignInEvent;
using cognito::SignInFlow;
using cognito::SignInState;
using test::Conversation;

// The enumerators count from 0; the last one closes the list.
template <class Enumeration>
std::vector<Enumeration> AllUpTo(Enumeration last) {
  std::vector<Enumeration> all;
  for (int i = 0; i <= static_cast<int>(last); ++i) all.push_back(static_cast<Enumeration>(i));
  return all;
}

template <class State, class Event, std::size_t kSize>
std::set<State> ReachableFrom(const Transition<State, Event> (&table)[kSize], State start) {
  std::set<State> reached{start};
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& transition : table) {
      if (reached.count(transition.from) != 0) grew |= reached.insert(transition.to).second;
    }
  }
  return reached;
}

template <class State, class Event, std::size_t kSize>
void ExpectSoundTable(const Transition<State, Event> (&table)[kSize], const std::vector<State>& states, const std::vector<Event>& events,
                      State start) {
  std::set<std::pair<State, Event>> seen;
  std::set<Event> used;
  for (const auto& transition : table) {
    EXPECT_TRUE(seen.emplace(transition.from, transition.on).second) << "two rows for state " << int(transition.from) << " event "
                                                                     << int(transition.on);
    used.insert(transition.on);
  }
  EXPECT_EQ(used.size(), events.size()) << "an event that moves nothing";
  EXPECT_EQ(ReachableFrom(table, start).size(), states.size()) << "a state that nothing leads to";
  // Every pair: a move where there is a row, none where there is not.
  for (const State state : states) {
    for (const Event event : events) EXPECT_EQ(Next(table, state, event).has_value(), seen.count({state, event}) == 1);
  }
}

template <class State, class Event, std::size_t kSize>
void ExpectEndings(const Transition<State, Event> (&table)[kSize], const std::vector<State>& states, State done, State failed,
                   const std::set<State>& cannot_fail = {}) {
  for (const State state : states) {
    const std::set<State> reachable = ReachableFrom(table, state);
    const bool is_final = state == done || state == failed;
    if (is_final) {
      EXPECT_EQ(reachable.size(), 1U) << "final state " << int(state) << " has a way out";
    } else {
      EXPECT_EQ(reachable.count(done), 1U) << "state " << int(state);
      EXPECT_EQ(reachable.count(failed), cannot_fail.count(state) == 1 ? 0U : 1U) << "state " << int(state);
    }
  }
}

TEST(FlowTablesTest, TheSignInTableIsSound) {
  const auto states = AllUpTo(SignInState::kFailed);
  ExpectSoundTable(kSignInTable, states, AllUpTo(SignInEvent::kFailure), SignInState::kReady);
  ExpectEndings(kSignInTable, states, SignInState::kDone, SignInState::kFailed, {SignInState::kRemembering});
}

TEST(FlowTablesTest, TheRefreshTableIsSound) {
  const auto states = AllUpTo(RefreshState::kFailed);
  ExpectSoundTable(kRefreshTable, states, AllUpTo(RefreshEvent::kFailure), RefreshState::kReady);
  ExpectEndings(kRefreshTable, states, RefreshState::kDone, RefreshState::kFailed);
}

TEST(FlowTablesTest, TheExchangeTableIsSound) {
  ExpectSoundTable(kExchangeTable, AllUpTo(ExchangeState::kWaiting), AllUpTo(ExchangeEvent::kWaitOver), ExchangeState::kIdle);
}

TEST(FlowTablesTest, EveryRequestOfASignInCanFail) {
  for (const SignInState state : AllUpTo(SignInState::kDeviceVerifying)) {
    if (state == SignInState::kAsking) continue;  // there the person's mistakes change nothing
    EXPECT_EQ(Next(kSignInTable, state, SignInEvent::kFailure), SignInState::kFailed) << int(state);
  }
}

// --- calls out of order ---

SignInState StateOf(const Conversation& talk) { return static_cast<const SignInFlow&>(*talk.flow).state(); }

// Brings a new sign-in into `state`.
void Reach(SignInState state, Conversation& talk) {
  switch (state) {
    case SignInState::kReady:
      talk.Open(SignIn(UserPool::ClarisId(), test::kUsername, SecretBytes(test::kPassword), talk.random));
      break;
    case SignInState::kInitiating: test::BeginSignIn(talk); break;
    case SignInState::kVerifying: test::BeginVerifying(talk); break;
    case SignInState::kAssociating:
      test::BeginVerifying(talk);
      talk.Receive(test::AskFor("MFA_SETUP", "session-1", {{"MFAS_CAN_SETUP", R"(["SOFTWARE_TOKEN_MFA"])"}}));
      break;
    case SignInState::kAsking: test::BeginAsking(talk); break;
    case SignInState::kAnswering:
      test::BeginAsking(talk);
      talk.SayCode("123456");
      break;
    case SignInState::kConfirming:
      test::BeginSetup(talk);
      talk.SayCode("123456");
      break;
    case SignInState::kDeviceInitiating: test::BeginDeviceProof(talk); break;
    case SignInState::kDeviceVerifying: test::BeginDeviceVerifying(talk); break;
    case SignInState::kRemembering: test::BeginRemembering(talk); break;
    case SignInState::kDone:
      test::BeginVerifying(talk);
      talk.Receive(test::TokensReply());
      break;
    case SignInState::kFailed:
      test::BeginSignIn(talk);
      talk.Receive(test::Refusal("ForbiddenException", "no"));
      break;
  }
  ASSERT_EQ(int(StateOf(talk)), int(state));
}

void ExpectOutOfOrder(Flow& flow, bool start, bool response, bool wait_over, bool answer) {
  const auto refused = [](const Result<Step>& step) { return !step && step.error().code == ErrorCode::kCallOutOfOrder; };
  if (start) {
    EXPECT_TRUE(refused(flow.Start(test::kNow)));
  }
  if (response) {
    EXPECT_TRUE(refused(flow.OnResponse(test::Reply(test::TokensReply()), test::kNow)));
  }
  if (wait_over) {
    EXPECT_TRUE(refused(flow.OnWaitOver()));
  }
  if (answer) {
    Answer code;
    code.code = SecretBytes("123456");
    EXPECT_TRUE(refused(flow.OnAnswer(std::move(code))));
  }
}

TEST(FlowTablesTest, ASignInRefusesEveryCallThatHasNoPlaceInItsState) {
  for (const SignInState state : AllUpTo(SignInState::kFailed)) {
    Conversation talk;
    Reach(state, talk);
    const bool asking = state == SignInState::kAsking;
    const bool idle = asking || state == SignInState::kReady || state == SignInState::kDone || state == SignInState::kFailed;
    for (int twice = 0; twice < 2; ++twice) {
      ExpectOutOfOrder(*talk.flow, /*start=*/state != SignInState::kReady, /*response=*/idle, /*wait_over=*/true, /*answer=*/!asking);
      EXPECT_EQ(int(StateOf(talk)), int(state)) << "it moved";
    }
    EXPECT_EQ(talk.flow->IsFinished(), state == SignInState::kDone || state == SignInState::kFailed);
    // What had a place before still has it.
    if (state == SignInState::kReady) {
      talk.Start();
      EXPECT_EQ(talk.SentOperation(), "InitiateAuth");
    } else if (asking) {
      talk.SayCode("123456");
      EXPECT_EQ(talk.SentOperation(), "RespondToAuthChallenge");
    } else if (!idle) {
      talk.Receive(test::NoAnswer());
      EXPECT_TRUE(talk.IsWaiting()) << int(state);
    }
  }
}

TEST(FlowTablesTest, AWaitingSignInTakesNothingButTheEndOfTheWait) {
  Conversation talk;
  test::BeginSignIn(talk);
  talk.Receive(test::NoAnswer());
  ASSERT_TRUE(talk.IsWaiting());
  ExpectOutOfOrder(*talk.flow, true, true, /*wait_over=*/false, true);
  talk.WaitOver();
  EXPECT_EQ(talk.SentOperation(), "InitiateAuth");
  ExpectOutOfOrder(*talk.flow, true, /*response=*/false, true, true);
}

void ExpectOrderOfOtherFlow(Result<std::unique_ptr<Flow>> flow, const HttpResponse& last) {
  ASSERT_TRUE(flow.has_value());
  Flow& talk = **flow;
  ExpectOutOfOrder(talk, /*start=*/false, true, true, true);
  EXPECT_FALSE(talk.IsFinished());
  ASSERT_TRUE(talk.Start(test::kNow).has_value());
  ExpectOutOfOrder(talk, true, /*response=*/false, true, true);
  ASSERT_TRUE(talk.OnResponse(test::NoAnswer(), test::kNow).has_value());
  ExpectOutOfOrder(talk, true, true, /*wait_over=*/false, true);
  ASSERT_TRUE(talk.OnWaitOver().has_value());
  ExpectOutOfOrder(talk, true, /*response=*/false, true, true);
  EXPECT_FALSE(talk.IsFinished());
  ASSERT_TRUE(talk.OnResponse(last, test::kNow).has_value());
  EXPECT_TRUE(talk.IsFinished());
  ExpectOutOfOrder(talk, true, true, true, true);
}

TEST(FlowTablesTest, TheOtherFlowsRefuseCallsOutOfOrderToo) {
  test::SeededRandom random;
  const UserPool pool = UserPool::ClarisId();
  ExpectOrderOfOtherFlow(Refresh(pool, SecretBytes("refresh-canary"), "", random), test::Reply(test::TokensReply()));
  ExpectOrderOfOtherFlow(Revoke(pool, SecretBytes("refresh-canary"), random), test::RawReply("{}"));
  ExpectOrderOfOtherFlow(GlobalSignOut(pool, SecretBytes("access-canary"), random), test::RawReply("{}"));
  const HostTarget target = *HostTarget::Create(HostApi::kData, "name.account.filemaker-cloud.com", "Sales", "vLatest");
  const auto good = test::RawReply(R"({"response":{"token":"t"},"messages":[{"code":"0","message":"OK"}]})");
  ExpectOrderOfOtherFlow(OpenHostSession(target, SecretBytes("id-canary"), {}, random), good);
  ExpectOrderOfOtherFlow(CallHost(target, SecretBytes("t"), {"GET", "layouts", {}, {}}, random), good);
  ExpectOrderOfOtherFlow(CloseHostSession(target, SecretBytes("t"), random), good);
}

}  // namespace
}  // namespace fmid
