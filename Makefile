# A memory aid: each target only calls Maven or a script.
.PHONY: build fmt test run bench

build:
	mvn package -DskipTests

fmt:
	mvn -P benchmarks spotless:apply

test:
	mvn verify

run:
	./millrace run

bench:
	benchmarks/run
