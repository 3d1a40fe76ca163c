// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"rentmeester/app/reading"
)

// validations are what can be asked of files that are not kept. Their answers are
// those of `rentmeester invoice validate|read --json`.
func (r *rooms) validations() {
	huma.Register(r.huma, r.looks("validate-invoices", "/invoice-validations"), func(ctx context.Context, in *sent) (*one[[]reading.Checked], error) {
		by, all := callerOf(ctx), []reading.Checked{}
		err := in.each(ctx, func(name string, f File) error {
			some, err := r.source.Validate(ctx, by, name, f)
			all = append(all, some...)
			return err
		})
		return oneOf(all, err)
	})
	r.inParts("/invoice-validations")
	huma.Register(r.huma, r.looks("read-invoices", "/invoice-readings"), func(ctx context.Context, in *sent) (*one[[]reading.Read], error) {
		by, all := callerOf(ctx), []reading.Read{}
		err := in.each(ctx, func(name string, f File) error {
			some, err := r.source.Read(ctx, by, name, f)
			all = append(all, some...)
			return err
		})
		return oneOf(all, err)
	})
	r.inParts("/invoice-readings")
}

// looks describes an operation that takes files and keeps nothing.
func (r *rooms) looks(id, path string) huma.Operation {
	op := r.operation(id, http.MethodPost, path, "invoices")
	op.DefaultStatus = http.StatusOK
	return r.takes(op)
}
