// SPDX-License-Identifier: EUPL-1.2

package rules

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"rentmeester/fault"
	"rentmeester/ident"
)

// Field is a variable that conditions may use.
type Field struct {
	Name string // "line.amount"
	Type string // bool, int, string
	get  func(*look) ref.Val
}

// fields are what a condition knows of a line. The types are those of CEL.
var fields = []Field{
	{"amount", "int", func(l *look) ref.Val { return types.Int(l.line.Amount) }}, // cents, signed: in is positive
	{"received", "bool", func(l *look) ref.Val { return types.Bool(l.line.Amount > 0) }},
	{"paid", "bool", func(l *look) ref.Val { return types.Bool(l.line.Amount < 0) }},
	{"account", "string", func(l *look) ref.Val { return str(l.line.Account) }},
	{"iban", "string", func(l *look) ref.Val { return str(l.line.IBAN) }},
	{"name", "string", func(l *look) ref.Val { return str(l.line.Name) }},
	{"text", "string", func(l *look) ref.Val { return str(l.line.Text) }},
	{"info", "string", func(l *look) ref.Val { return str(l.line.Info) }},
	{"reference", "string", func(l *look) ref.Val { return str(l.line.Reference) }},
	{"endToEnd", "string", func(l *look) ref.Val { return str(l.line.EndToEnd) }},
	{"mandate", "string", func(l *look) ref.Val { return str(l.line.Mandate) }},
	{"creditor", "string", func(l *look) ref.Val { return str(l.line.Creditor) }},
	{"code", "string", func(l *look) ref.Val { return str(l.line.Code) }},
	{"bankCode", "string", func(l *look) ref.Val { return str(l.line.BankCode) }},
	{"gAccount", "bool", func(l *look) ref.Val { return types.Bool(ident.GAccount(l.line.IBAN)) }},
	{"day.year", "int", func(l *look) ref.Val { y, _, _ := dayParts(l.line.Booked); return types.Int(y) }},
	{"day.month", "int", func(l *look) ref.Val { _, m, _ := dayParts(l.line.Booked); return types.Int(m) }},
	{"day.day", "int", func(l *look) ref.Val { _, _, d := dayParts(l.line.Booked); return types.Int(d) }},
	{"tax.number", "string", func(l *look) ref.Val { return types.String(l.taxOf().number) }},
	{"tax.tax", "string", func(l *look) ref.Val { return types.String(l.taxOf().tax) }},
	{"tax.sub", "string", func(l *look) ref.Val { return types.String(l.taxOf().sub) }},
	{"tax.year", "int", func(l *look) ref.Val { return types.Int(l.taxOf().year) }},
	{"tax.period", "string", func(l *look) ref.Val { return types.String(l.taxOf().period) }},
	{"tax.month", "int", func(l *look) ref.Val { return types.Int(l.taxOf().month) }},
	{"tax.quarter", "int", func(l *look) ref.Val { return types.Int(l.taxOf().quarter) }},
}

// str bounds what an expression can be given.
func str(s string) ref.Val { return types.String(clip(s, maxText)) }

// Fields gives every variable of a condition, as it is written there; docs/rules.md
// says what each means.
func Fields() []Field {
	list := make([]Field, len(fields), len(fields)+1)
	for i, f := range fields {
		list[i] = Field{Name: "line." + f.Name, Type: f.Type}
	}
	return append(list, Field{Name: "own", Type: "list(string)"})
}

const lineName, dayName, taxName = "line", "day", "tax"

var objects = map[string]*types.Type{
	lineName: types.NewObjectType(lineName), dayName: types.NewObjectType(dayName), taxName: types.NewObjectType(taxName),
}

// provider tells CEL of the fields, so that it checks types and reads them
// without reflection.
type provider struct {
	types.Provider
	byName map[string]map[string]*types.FieldType
}

func newProvider(under types.Provider) provider {
	p := provider{under, map[string]map[string]*types.FieldType{lineName: {}, dayName: {}, taxName: {}}}
	always := func(any) bool { return true }
	celType := map[string]*types.Type{"int": types.IntType, "bool": types.BoolType, "string": types.StringType}
	for _, f := range fields {
		object, name, deep := strings.Cut(f.Name, ".")
		if !deep {
			object, name = lineName, f.Name
		}
		p.byName[object][name] = &types.FieldType{Type: celType[f.Type], IsSet: always, GetFrom: func(target any) (any, error) {
			l, ok := target.(*look)
			if !ok {
				return nil, errors.New("no line")
			}
			return f.get(l), nil
		}}
	}
	for _, name := range []string{dayName, taxName} {
		p.byName[lineName][name] = &types.FieldType{Type: objects[name], IsSet: always, GetFrom: func(target any) (any, error) {
			return object{name, target.(*look)}, nil
		}}
	}
	return p
}

// FindStructType implements types.Provider.
func (p provider) FindStructType(name string) (*types.Type, bool) {
	if t, ok := objects[name]; ok {
		return types.NewTypeTypeWithParam(t), true
	}
	return p.Provider.FindStructType(name)
}

// FindStructFieldNames implements types.Provider.
func (p provider) FindStructFieldNames(name string) ([]string, bool) {
	of, ok := p.byName[name]
	if !ok {
		return p.Provider.FindStructFieldNames(name)
	}
	var list []string
	for field := range of {
		list = append(list, field)
	}
	slices.Sort(list)
	return list, true
}

// FindStructFieldType implements types.Provider.
func (p provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	if of, ok := p.byName[name]; ok {
		t, found := of[field]
		return t, found
	}
	return p.Provider.FindStructFieldType(name, field)
}

// NewValue implements types.Provider; conditions make no lines.
func (p provider) NewValue(name string, _ map[string]ref.Val) ref.Val {
	return types.NewErr("no new %s", name)
}

// object is the line, or its day or tax, as a value of CEL.
type object struct {
	name string
	look *look
}

// ConvertToNative implements ref.Val.
func (o object) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("%s is no %s", o.name, t)
}

// ConvertToType implements ref.Val.
func (o object) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("%s is no %s", o.name, t.TypeName())
}

// Equal implements ref.Val.
func (o object) Equal(other ref.Val) ref.Val {
	that, ok := other.(object)
	return types.Bool(ok && that == o)
}

// Type implements ref.Val.
func (o object) Type() ref.Type { return objects[o.name] }

// Value implements ref.Val.
func (o object) Value() any { return o.look }

// ownAccounts gives the administration's accounts as a value of CEL.
func ownAccounts(ibans []string) ref.Val {
	list := make([]string, 0, len(ibans))
	for _, iban := range ibans {
		list = append(list, ident.Electronic(iban))
	}
	slices.Sort(list)
	return types.NewStringList(types.DefaultTypeAdapter, slices.Compact(list))
}

// ResolveName and Parent make a look the activation of a condition.
func (l *look) ResolveName(name string) (any, bool) {
	switch name {
	case "line":
		return l.self, true
	case "own":
		return l.own, true
	}
	return nil, false
}

// Parent implements cel.Activation.
func (l *look) Parent() cel.Activation { return nil }

// environment gives the CEL environment: the same for every rule of every policy.
var environment = sync.OnceValues(func() (*cel.Env, error) {
	registry := types.NewEmptyRegistry()
	line := objects[lineName]
	return cel.NewEnv(
		cel.ClearMacros(), // no all, exists or map: a condition has no loops
		cel.CustomTypeProvider(newProvider(registry)), cel.CustomTypeAdapter(types.DefaultTypeAdapter),
		cel.ParserExpressionSizeLimit(maxWhen), cel.ParserRecursionLimit(100), cel.ExpressionNodeLimit(1000), cel.ExpressionNestingDepthLimit(60),
		cel.RegexProgramSizeLimit(1000),
		cel.Variable("line", line), cel.Variable("own", cel.ListType(cel.StringType)),
		cel.Function("mentions",
			cel.MemberOverload("line_mentions_string", []*cel.Type{line, cel.StringType}, cel.BoolType, cel.BinaryBinding(mentionsOne)),
			cel.MemberOverload("line_mentions_list", []*cel.Type{line, cel.ListType(cel.StringType)}, cel.BoolType, cel.BinaryBinding(mentionsAny))),
		cel.Function("amountAfter",
			cel.MemberOverload("line_amount_after_string", []*cel.Type{line, cel.StringType}, cel.IntType, cel.BinaryBinding(amountAfter))),
	)
})

func mentionsOne(line, word ref.Val) ref.Val {
	return types.Bool(line.(object).look.mentions(string(word.(types.String))))
}

// mentionsAny says whether the line holds one of the words.
func mentionsAny(line, words ref.Val) ref.Val {
	look := line.(object).look
	list, ok := words.(interface {
		Size() ref.Val
		Get(ref.Val) ref.Val
	})
	if !ok {
		return types.NewErr("no list")
	}
	size, _ := list.Size().(types.Int)
	for i := types.Int(0); i < size; i++ {
		if word, ok := list.Get(i).(types.String); ok && look.mentions(string(word)) {
			return types.True
		}
	}
	return types.False
}

func amountAfter(line, word ref.Val) ref.Val {
	return types.Int(line.(object).look.amountAfter(string(word.(types.String))))
}

// bounds tells CEL how large things can be, so that what an expression may cost at
// most is known before it is put in force, and nothing need be counted later.
type bounds struct{}

// EstimateSize implements cost.Estimator.
func (bounds) EstimateSize(node cost.AstNode) *cost.SizeEstimate {
	switch {
	case node.ComputedSize() != nil:
		return node.ComputedSize()
	case node.Type().Kind() == types.ListKind:
		return &cost.SizeEstimate{Max: 1000, Elem: &cost.SizeEstimate{Max: 40}}
	}
	return &cost.SizeEstimate{Max: maxText}
}

// EstimateCallCost implements cost.Estimator: looking for a word goes once
// through name, text and information.
func (bounds) EstimateCallCost(function, _ string, _ *cost.AstNode, args []cost.AstNode) *cost.CallEstimate {
	const once = 2 * maxText / 10
	words := uint64(1)
	if len(args) == 1 && args[0].Type().Kind() == types.ListKind {
		if words = 1000; args[0].ComputedSize() != nil {
			words = args[0].ComputedSize().Max
		}
	}
	if function == "mentions" || function == "amountAfter" {
		return &cost.CallEstimate{CostEstimate: cost.Estimate{Max: words * once}}
	}
	return nil
}

// place is where an expression stands in the text that was read.
type place struct {
	line, column int // of its first character, 1-based; column 0 unknown
	share        bool
}

// program compiles an expression and checks its type. Errors: rules.when.
func program(env *cel.Env, r Rule, source string, want *cel.Type, at place) (cel.Program, error) {
	refuse := func(line, column int, why string) error {
		if len(why) > 300 {
			why = strings.ToValidUTF8(why[:300], "") + "…"
		}
		return fault.New("rules.when", "from", r.From, "rule", r.Name, "line", line, "column", column, "error", why)
	}
	if strings.TrimSpace(source) == "" || len(source) > maxWhen {
		return nil, refuse(at.line, 1, fmt.Sprintf("1 – %d", maxWhen))
	}
	ast, issues := env.Compile(source)
	if issues.Err() != nil {
		e := issues.Errors()
		if len(e) == 0 {
			return nil, refuse(at.line, 1, issues.Err().Error())
		}
		line, column := at.line+max(0, e[0].Location.Line()-1), max(0, e[0].Location.Column())+1
		if e[0].Location.Line() <= 1 && at.column > 0 {
			column += at.column - 1
		}
		return nil, refuse(line, column, strings.TrimSpace(strings.ReplaceAll(e[0].Message, "\n", " ")))
	}
	if !ast.OutputType().IsExactType(want) {
		return nil, refuse(at.line, 1, fmt.Sprintf("%s ≠ %s", ast.OutputType(), want))
	}
	if needs, err := env.EstimateCost(ast, bounds{}); err != nil || needs.Max > costLimit {
		return nil, refuse(at.line, 1, fmt.Sprintf("%d > %d", needs.Max, costLimit))
	}
	made, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, refuse(at.line, 1, err.Error())
	}
	return made, nil
}
