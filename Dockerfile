# The product in one image: `partnercenter api`, `worker`, `migrate ...`, `ops resume`.

FROM golang:1.26.8-alpine AS build
# git: the binary carries the commit it was built from.
RUN apk add --no-cache git
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -o /partnercenter ./cmd/partnercenter

FROM alpine:3.22
# wget, for the health checks, is part of the base; the zone database is part of the binary.
RUN apk add --no-cache ca-certificates && adduser -D -H -u 10001 partnercenter
COPY --from=build /partnercenter /usr/local/bin/partnercenter
USER partnercenter
EXPOSE 8080 8081
ENTRYPOINT ["partnercenter"]
CMD ["version"]
