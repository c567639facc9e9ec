"""Lab and snapshot in, result out. Pure: asks nothing, knows no engine and no clock."""

from grader.judge.judge import judge, judge_check, judge_noting, wanted

__all__ = ["judge", "judge_check", "judge_noting", "wanted"]
