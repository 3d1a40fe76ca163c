// SPDX-License-Identifier: EUPL-1.2

// Package conditions reads the conditions of approval steps: one expression in
// CEL (Common Expression Language, which is typed and cannot loop) about an
// invoice and one of its parts, as in
//
//	amount > 5000.00 || account.startsWith("4")
//
// It imports approval and the CEL library.
package conditions

import (
	"errors"
	"fmt"
	"math"

	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"

	"rentmeester/approval"
	"rentmeester/money"
)

// variables are what a condition knows, with their types in CEL.
var variables = []struct {
	name string
	kind *cel.Type
	get  func(c approval.Case, p approval.Part) any
}{
	{"amount", cel.DoubleType, func(c approval.Case, _ approval.Part) any { return euros(c.Amount.Abs()) }},
	{"part", cel.DoubleType, func(_ approval.Case, p approval.Part) any { return euros(p.Amount.Abs()) }},
	{"credit", cel.BoolType, func(c approval.Case, _ approval.Part) any { return c.Amount < 0 }},
	{"account", cel.StringType, func(_ approval.Case, p approval.Part) any { return p.Account }},
	{"costCentre", cel.StringType, func(_ approval.Case, p approval.Part) any { return p.CostCentre }},
	{"taakveld", cel.StringType, func(_ approval.Case, p approval.Part) any { return p.Taakveld }},
	{"categorie", cel.StringType, func(_ approval.Case, p approval.Part) any { return p.Categorie }},
	{"project", cel.StringType, func(_ approval.Case, p approval.Part) any { return p.Project }},
	{"supplier", cel.StringType, func(c approval.Case, _ approval.Part) any { return c.Supplier }},
	{"newSupplier", cel.BoolType, func(c approval.Case, _ approval.Part) any { return c.NewParty }},
	{"newAccount", cel.BoolType, func(c approval.Case, _ approval.Part) any { return c.NewAccount }},
	{"match", cel.StringType, func(c approval.Case, _ approval.Part) any { return c.Match.State }},
	{"ways", cel.IntType, func(c approval.Case, _ approval.Part) any { return int64(c.Match.Ways) }},
}

// euros gives an amount as conditions write it. Below 2⁵³ cents the division is
// rounded to the same number as the text "5000.01" is, so comparing is exact.
func euros(c money.Cents) float64 { return float64(c) / 100 }

// Variables names what a condition may use.
func Variables() []string {
	var list []string
	for _, v := range variables {
		list = append(list, v.name)
	}
	return list
}

// Bounds of a condition and of what evaluating it may cost.
const (
	maxText   = 1000 // bytes
	maxValue  = 200  // bytes of a value
	costLimit = 20_000
)

var environment = sync.OnceValues(func() (*cel.Env, error) {
	options := []cel.EnvOption{
		cel.ClearMacros(), cel.CrossTypeNumericComparisons(true),
		cel.ParserExpressionSizeLimit(maxText), cel.ParserRecursionLimit(50), cel.ExpressionNodeLimit(300), cel.ExpressionNestingDepthLimit(40),
		cel.RegexProgramSizeLimit(500),
	}
	for _, v := range variables {
		options = append(options, cel.Variable(v.name, v.kind))
	}
	return cel.NewEnv(options...)
})

// Condition is a condition that was checked. It may be asked by several goroutines
// at once.
type Condition struct {
	said    string
	program cel.Program
}

// sizes tells CEL how large values are, so that the cost is known beforehand.
type sizes struct{}

// EstimateSize implements cost.Estimator.
func (sizes) EstimateSize(node cost.AstNode) *cost.SizeEstimate {
	if node.ComputedSize() != nil {
		return node.ComputedSize()
	}
	return &cost.SizeEstimate{Max: maxValue}
}

// EstimateCallCost implements cost.Estimator.
func (sizes) EstimateCallCost(string, string, *cost.AstNode, []cost.AstNode) *cost.CallEstimate {
	return nil
}

// Compile checks a condition. The error says in the words of CEL what is wrong.
func Compile(said string) (*Condition, error) {
	env, err := environment()
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(said) == "" || len(said) > maxText {
		return nil, fmt.Errorf("1 – %d", maxText)
	}
	ast, issues := env.Compile(said)
	if issues.Err() != nil {
		if list := issues.Errors(); len(list) > 0 {
			return nil, errors.New(plain(list[0].Message))
		}
		return nil, errors.New(plain(issues.Err().Error()))
	}
	if !ast.OutputType().IsExactType(types.BoolType) {
		return nil, fmt.Errorf("%s ≠ bool", ast.OutputType())
	}
	if needs, err := env.EstimateCost(ast, sizes{}); err != nil || needs.Max > costLimit {
		return nil, fmt.Errorf("%d > %d", needs.Max, costLimit)
	}
	program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, errors.New(plain(err.Error()))
	}
	return &Condition{said: strings.TrimSpace(said), program: program}, nil
}

func plain(s string) string {
	if s = strings.TrimSpace(strings.ReplaceAll(s, "\n", " ")); len(s) > 300 {
		return strings.ToValidUTF8(s[:300], "") + "…"
	}
	return s
}

// String gives the condition as it was written.
func (c *Condition) String() string { return c.said }

// Holds implements approval.Condition.
func (c *Condition) Holds(of approval.Case, p approval.Part) (bool, error) {
	if of.Amount.Abs() >= 1<<53 || p.Amount.Abs() >= 1<<53 || of.Amount == math.MinInt64 || p.Amount == math.MinInt64 {
		return false, errors.New("amount")
	}
	known := make(map[string]any, len(variables))
	for _, v := range variables {
		value := v.get(of, p)
		if s, isText := value.(string); isText && len(s) > maxValue {
			value = strings.ToValidUTF8(s[:maxValue], "")
		}
		known[v.name] = value
	}
	out, _, err := c.program.Eval(known)
	if err != nil {
		return false, err
	}
	holds, ok := out.Value().(bool)
	if !ok {
		return false, errors.New("bool")
	}
	return holds, nil
}
