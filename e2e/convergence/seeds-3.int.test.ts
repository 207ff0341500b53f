import { testSeeds } from "./seeds.fixture.ts";

testSeeds(3, 4);
